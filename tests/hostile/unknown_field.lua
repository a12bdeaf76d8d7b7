-- expect: 3:91: imbalance has no field 'foo'
-- The word with most fields, and one more.
local one = imbalance { weak = "gluteus_medius", strong = "quadriceps", at_least = sd(1), foo = 1 }
