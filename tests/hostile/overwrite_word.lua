-- expect: 3: a word takes what it looks at in round brackets
-- A word cannot be given fields.
low.x = 1
