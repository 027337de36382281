"""How good synthetic tables are: like real ones, useful, fair to groups; every figure between two anchors.

A score alone says little. Real rows that no engine saw are as good as a table can be (``real rows``). The worst that is
still honest keeps the rows and destroys by chance what is measured: columns shuffled one by one, which keep no relation
at all (``shuffled columns``); of several tables a parent drawn for each row (``links at random``); of sequences values
``shuffled within`` each, and rows ``dealt at random``.
"""
