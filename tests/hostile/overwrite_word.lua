-- expect: 3: attempt to
-- A word cannot be given fields.
low.x = 1
