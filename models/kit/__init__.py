"""The toolbox of the small models: random numbers, functions, layers and weights that come out the same everywhere.

One rule makes that possible: models compute with + − × ÷, √, comparisons and powers of two only, all of which IEEE 754
fixes to the last bit, and they add in a stated order. A twin in another language then gives the same bits.
"""
