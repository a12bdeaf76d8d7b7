# Sinew. `make help` lists the targets; only git and make need to be there at the start.
VERSION := 1.0.0
RELEASED := 2026-11-22
BUILD   := build
PREFIX  := /usr/local
DESTDIR :=
OBJCOPY := objcopy

# WERROR=1 turns warnings into errors, SANITIZE=1 builds into $(BUILD)/asan with AddressSanitizer and UBSan.
OUT := $(BUILD)$(if $(SANITIZE),/asan)

CPPFLAGS_ALL = -Iengine -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DSINEW_VERSION='"$(VERSION)"' \
               -DSINEW_RELEASED='"$(RELEASED)"' $(LIB_CFLAGS) $(CPPFLAGS)
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wformat=2 -Wstrict-prototypes $(if $(WERROR),-Werror)
CFLAGS = -O2 -g
SANITIZERS = $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS_ALL = -std=c11 $(WARNINGS) -fno-math-errno $(CFLAGS) $(SANITIZERS)
LDFLAGS_ALL = $(SANITIZERS) $(if $(WERROR),-Wl$(comma)--fatal-warnings) $(LDFLAGS)
comma := ,

# Asked once and only when a recipe needs it: tests/setup may install pkg-config first.
LUA = $(eval LUA := $(firstword $(foreach name,lua5.4 lua-5.4 lua,$(shell pkg-config --exists '$(name) >= 5.4' && \
        echo $(name)))))$(LUA)
PACKAGES = $(LIBRARY_PACKAGES) sqlite3 readline jansson
LIBRARY_PACKAGES = $(LUA) libsodium
LIB_CFLAGS = $(eval LIB_CFLAGS := $(shell pkg-config --cflags-only-I $(PACKAGES)))$(LIB_CFLAGS)
LIBS = $(eval LIBS := $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm)$(LIBS)

# What draws is a library of its own, loaded when something is drawn: cairo, pango and fonts cost each start 3 ms.
EASEL_SOURCES = $(wildcard engine/easel/*.c) $(patsubst %,engine/%.c,base/arena base/columns base/err base/text base/date \
                drawing/picture drawing/folio)
EASEL_OBJECTS = $(EASEL_SOURCES:%.c=$(OUT)/easel/%.o)
EASEL_CFLAGS = $(eval EASEL_CFLAGS := $(shell pkg-config --cflags pangocairo cairo-pdf))$(EASEL_CFLAGS)
EASEL_LIBS = $(eval EASEL_LIBS := $(shell pkg-config --libs pangocairo cairo-pdf))$(EASEL_LIBS)
EASEL = $(OUT)/sinew-paint.so

SOURCES  := $(filter-out engine/main.c engine/compile.c engine/easel/%,$(wildcard engine/*.c engine/*/*.c))
OBJECTS  := $(SOURCES:%.c=$(OUT)/%.o)
LIBRARY  := $(OUT)/libsinew.a
PROGRAM  := $(patsubst engine/main.c,$(OUT)/sinew,$(wildcard engine/main.c))
UNITS    := $(patsubst %.c,$(OUT)/%,$(wildcard tests/unit/*_test.c))
AGAIN    = +@$(MAKE) --no-print-directory
# V=1 shows whole commands.
TO       = $(DESTDIR)$(PREFIX)
SAY      = $(if $(V),,@echo '  $(1) $@';)

.PHONY: all demo test test-interop asan bench lint clean help install uninstall units run-demo run-tests run-interop run-bench check-setup
.DELETE_ON_ERROR:

all: $(LIBRARY) $(PROGRAM) $(EASEL)                  ## builds build/sinew

demo:                                       ## sets up, builds, assesses made-up patients and shows what comes out
	@tests/setup build
	$(AGAIN) run-demo

test:                                       ## sets up, builds and runs every test
	@tests/setup test
	$(AGAIN) run-tests

test-interop:                               ## other programs read what Sinew exports (needs Node)
	@tests/setup interop || tests/setup build
	$(AGAIN) run-interop

asan:                                       ## the tests under AddressSanitizer and UBSan
	$(AGAIN) test SANITIZE=1

bench:                                      ## measures speed and memory, also of hand-written peers, in one table
	@tests/setup build
	$(AGAIN) run-bench

lint:                                       ## format, second compiler, shell scripts
	@tests/setup lint
	clang-format --dry-run --Werror engine/*.[ch] $(wildcard engine/*/*.[ch] tests/unit/*.c)
	shellcheck -s sh $(shell grep -lsE '^#!/bin/sh' tests/* tests/*/*)
	shellcheck .ci/run
	$(AGAIN) all units CC=clang WERROR=1 BUILD=$(BUILD)/clang

install: all $(OUT)/installed/libsinew.a $(OUT)/sinew.1 $(OUT)/sinew.pc   ## installs below DESTDIR and PREFIX (/usr/local)
	install -D -m 755 $(OUT)/sinew '$(TO)/bin/sinew'
	install -D -m 755 $(EASEL) '$(TO)/lib/sinew/$(notdir $(EASEL))'
	install -D -m 644 engine/sinew.h '$(TO)/include/sinew.h'
	install -D -m 644 $(OUT)/installed/libsinew.a '$(TO)/lib/libsinew.a'
	install -D -m 644 $(OUT)/sinew.pc '$(TO)/lib/pkgconfig/sinew.pc'
	install -D -m 644 $(OUT)/sinew.1 '$(TO)/share/man/man1/sinew.1'
	find data rules scripts -type f -exec install -D -m 644 '{}' '$(TO)/share/sinew/{}' ';'

uninstall:                                  ## removes what install put there; packs that were added stay
	rm -f $(foreach file,bin/sinew lib/sinew/$(notdir $(EASEL)) include/sinew.h lib/libsinew.a lib/pkgconfig/sinew.pc share/man/man1/sinew.1,'$(TO)/$(file)')
	find data rules scripts -type f -exec rm -f '$(TO)/share/sinew/{}' ';'
	if [ -d '$(TO)/share/sinew' ]; then find '$(TO)/share/sinew' -depth -type d -empty -delete; fi

clean:                                      ## removes everything that was built
	rm -rf '$(BUILD)'

help:                                       ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# ---- the work behind demo, test and bench, once the libraries are there ----

run-demo: all
	@tests/demo $(OUT)/sinew $(OUT)/demo

run-tests: all units
	@tests/run $(OUT)

run-interop: all
	@tests/interop/run $(OUT)

run-bench: all
	@tests/bench/run $(OUT)/sinew $(OUT)/bench

units: $(UNITS) $(EASEL)

# ---- one rule to compile, one to collect, two to link ----

# What the compiler and the archiver are told: other flags compile again, another list of sources collects again.
$(OUT)/flags: WORDS = $(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL) $(LIBS)
$(OUT)/members: WORDS = $(OBJECTS)
$(OUT)/prefix: WORDS = $(PREFIX) $(LIBRARY_PACKAGES)
$(OUT)/flags $(OUT)/members $(OUT)/prefix: check-setup
	@mkdir -p $(@D)
	@printf '%s ' $(WORDS) > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

check-setup:
	@tests/setup check

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,cc  )$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Only this module knows where things are installed: another PREFIX compiles nothing else.
$(OUT)/engine/base/paths.o: CPPFLAGS_ALL += -DSINEW_DATADIR='"$(PREFIX)/share/sinew"'
$(OUT)/engine/base/paths.o: $(OUT)/prefix

# Data and packs go into the program as they are read: a tool of the same sources writes them down (compiled.h).
COMPILED = $(filter-out rules/TEMPLATE.lua rules/%_test.lua,$(wildcard rules/*.lua))

$(OUT)/compile: $(OUT)/engine/compile.o $(OBJECTS)
	$(call SAY,link)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(OUT)/compiled.c: $(OUT)/compile $(wildcard data/*.lua) scripts/policy.lua $(COMPILED)
	@$(OUT)/compile . $(COMPILED) > $@

# From standard input: where it lay is written nowhere.
$(OUT)/compiled.o: $(OUT)/compiled.c
	$(call SAY,cc  )$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -g0 -x c -c -o $@ - <$<

$(LIBRARY): $(OBJECTS) $(OUT)/compiled.o $(OUT)/members
	@rm -f $@
	$(call SAY,ar  )$(AR) rcs $@ $(OBJECTS) $(OUT)/compiled.o

$(OUT)/sinew: $(OUT)/engine/main.o $(LIBRARY)
	$(call SAY,link)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(OUT)/easel/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,cc  )$(CC) $(CPPFLAGS_ALL) $(EASEL_CFLAGS) $(CFLAGS_ALL) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

$(EASEL): $(EASEL_OBJECTS)
	$(call SAY,link)$(CC) -shared $(LDFLAGS_ALL) -o $@ $^ $(EASEL_LIBS) -lm

# ---- what is installed beside the program ----

# What sinew.h needs of the library as one object, in which nothing but the names of sinew.h can be seen.
$(OUT)/installed/libsinew.a: $(LIBRARY)
	@mkdir -p $(@D) && rm -f $@
	$(call SAY,ld  )$(LD) -r -o $(@D)/sinew.o $(OUT)/engine/sinew.o $(LIBRARY)
	@$(OBJCOPY) --wildcard --keep-global-symbol='sinew_*' $(@D)/sinew.o
	@$(AR) rcs $@ $(@D)/sinew.o

$(OUT)/sinew.1: $(OUT)/sinew
	@SINEW_HOME=. $(OUT)/sinew help --man > $@

$(OUT)/sinew.pc: $(OUT)/prefix Makefile
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' 'Name: sinew' \
	  'Description: weighs weak muscles against strong ones by rule packs' 'Version: $(VERSION)' \
	  'Requires.private: $(LIBRARY_PACKAGES)' 'Libs: -L$${libdir} -lsinew' 'Libs.private: -lm' 'Cflags: -I$${includedir}' > $@

$(UNITS): %: %.o $(LIBRARY)
	$(call SAY,link)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcmocka

# Test objects are kept: make would take them for intermediate files.
.SECONDARY: $(UNITS:%=%.o)

-include $(OBJECTS:.o=.d) $(EASEL_OBJECTS:.o=.d) $(OUT)/engine/main.d $(OUT)/engine/compile.d $(UNITS:%=%.d)
