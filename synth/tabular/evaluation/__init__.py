"""How good a synthetic table is: like the real one, useful, fair to groups; every figure between two anchors.

A score alone says little. Real rows that no engine saw are as good as a table can be (``real rows``); columns shuffled
one by one, which keep no relation at all, are the worst that is still honest (``shuffled columns``).
"""
