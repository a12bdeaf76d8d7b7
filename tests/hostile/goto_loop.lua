-- expect: stopped after 20000000 steps
-- A loop without a loop word.
::again::
goto again
