"""Steps of the pipeline: each takes tables of records and yields tables; what it drops goes to the ledger.

A step speaks of Arrow tables rather than of single records: the same function serves the local pool
and a cluster's batches, and what does not read a column does not pay for it.
"""
