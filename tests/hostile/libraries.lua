-- expect: 3:1: unknown word 'os'
-- expect: 4:1: unknown word 'io'
os.execute("echo no")
io.open("/etc/passwd")
require("os")
load("return 1")()
