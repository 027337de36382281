"""Several tables: parents first, then the children of each row, given that row and the sibling before.

How many children a parent has is learnt from the parent's columns; a child's columns from its parent's, its place among
its siblings, their number and the sibling before it; so the same engine makes sequences, whose siblings are in order.
Of further parents each row finds one that fits it (:mod:`.matching`). The cost is linear in the rows of all tables; to
draw children it takes one batch for the first children of all parents, one for the second, and so on.
"""
