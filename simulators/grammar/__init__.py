"""Programs by rule: small functions that make sense, of stated size, with what they do in words.

A function is a chain of *stages*; a stage takes a value of one type and gives one of another. Everything terminates,
stays small and has one meaning: no stage depends on the order of a set, on hashes, on time or on floating point.
"""
