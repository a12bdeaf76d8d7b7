-- expect: 3:31: sd takes a number: sd(10)
-- Neither infinities nor what is no number.
local n = z("sorensen"):below(sd(0/0))
