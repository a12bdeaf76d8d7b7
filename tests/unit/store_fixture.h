/* A new store for each test, and the words that the store tests share. */
#pragma once

#include "store/patients.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Stamp noon = {1795176000000, 60}; /* 2026-11-20T12:00:00Z, an hour east */
static char folder[64], path[96];
static Arena arena;
static Store *store;

static Store *reopen(void) {
  Err err = {0};
  store_close(store);
  store = store_open(path, STORE_CREATE, &err);
  assert_string_equal(err.text, "");
  assert_non_null(store);
  return store;
}

static int set_up(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/sinew-store-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/s.db", folder);
  store = NULL;
  reopen();
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  store_close(store);
  store = NULL;
  arena_free(&arena);
  unlink(path);
  return rmdir(folder); /* fails when anything else was left behind */
}

static Day day(const char *text) {
  Day day = 0;
  assert_true(date_parse(text, DATE_ISO, &day));
  return day;
}

/* ok() shows the fault; refused() compares it. */
static void ok(bool done, Err *err) {
  if (!done) print_error("%s\n", err->text);
  assert_true(done);
}

static inline void refused(bool done, Err *err, ErrKind kind, const char *text) {
  assert_false(done);
  assert_string_equal(err->text, text);
  assert_int_equal(err->kind, kind);
  *err = (Err){0};
}

static Patient somebody(const char *code) {
  return (Patient){.code = code, .sex = SEX_FEMALE, .age_years = -1, .mass_kg = NAN, .height_cm = NAN};
}

static StoreId add(const char *code) {
  Err err = {0};
  StoreId id = 0;
  StoreChange change;
  Patient p = somebody(code);
  ok(store_save_patient(store, &p, 0, false, noon, &id, &change, &err), &err);
  return id;
}

/* ---- random content; the sequence is the same in every run ---- */

static uint32_t seed;
static inline unsigned pick(unsigned below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

/* ---- equality ---- */

static void same_text(const char *x, const char *y) {
  if (!text_equal(x, y)) print_error("'%s' is not '%s'\n", x ? x : "(null)", y ? y : "(null)");
  assert_true(text_equal(x, y));
}

static inline void same_number(double x, double y) { assert_true(x == y || (isnan(x) && isnan(y))); }

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
