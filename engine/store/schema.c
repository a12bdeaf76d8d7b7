#include "store/query.h"

/* Enums are kept as numbers. Whoever moves one writes a migration: these lines are the reminder. */
_Static_assert(SEX_OTHER == 3 && SIDE_RIGHT == 2 && CONTRACTION_ISOKINETIC == 4 && ORIGIN_DERIVED == 3,
               "stored numbers");
_Static_assert(ANSWER_NO == 1 && ANSWER_UNSURE == 3 && TRUTH_UNKNOWN == 2 && EVIDENCE_STRONG == 5, "stored numbers");
_Static_assert(ACTION_STOP == 7 && URGENCY_EMERGENCY == 2 && PHASE_INTEGRATE == 3 && WHY_FUNCTION == 19, "stored numbers");
_Static_assert(DIM_COUNT_OF == 25 && DIM_FORCE == 3 && DIM_ANGLE == 8 && DIM_PAIRS == 24, "stored numbers");

#define DAY(column) "CHECK (" column " = date(" column "))"
#define MOMENT(column)                                                                                                 \
  "CHECK (" column " GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"                 \
  "[+-][01][0-9]:[0-5][0-9]')"
#define UUID               "TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36 AND uuid NOT GLOB '*[^0-9a-f-]*')"
#define HASH               "TEXT NOT NULL UNIQUE CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*')"
#define FLAG(column)       column " INTEGER NOT NULL CHECK (" column " IN (0, 1))"
#define ENUM(column, last) column " INTEGER NOT NULL CHECK (" column " BETWEEN 0 AND " #last ")"
#define WORD_KEY           "INTEGER NOT NULL REFERENCES word"

/* The SQL reads as SQL. */
/* clang-format off */

/* Migration 1. Quantities are in the base units of units.c. Lists of a result keep their order in column n.
 * Words are texts that come again and again (ids, titles, needs), kept once. */
static const char first[] =
    "PRAGMA application_id = 0x53696e77;\n"
    "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;\n"

    /* who */
    "CREATE TABLE patient (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 32 AND code GLOB '[0-9A-Za-z]*'\n"
    "    AND code NOT GLOB '*[^0-9A-Za-z._-]*'),\n"
    "  at TEXT NOT NULL " MOMENT("at") "\n"
    ") STRICT;\n"
    "CREATE TABLE profile ( -- the highest version counts\n"
    "  patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL CHECK (version >= 1),\n"
    "  " ENUM("sex", 3) ", " ENUM("dominant", 2) ", sport TEXT,\n"
    "  minutes INTEGER NOT NULL CHECK (minutes >= 0), days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 7),\n"
    "  exercises INTEGER NOT NULL CHECK (exercises >= 0), equipment TEXT NOT NULL, -- ids separated by spaces\n"
    "  at TEXT NOT NULL " MOMENT("at") ",\n"
    "  PRIMARY KEY (patient, version)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE person ( -- identity, here and nowhere else; the highest version counts\n"
    "  patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL CHECK (version >= 1),\n"
    "  born TEXT " DAY("born") ", name TEXT, family_name TEXT, given_name TEXT, contact TEXT,\n"
    "  at TEXT NOT NULL " MOMENT("at") ",\n"
    "  PRIMARY KEY (patient, version)\n"
    ") STRICT, WITHOUT ROWID;\n"

    /* what was found */
    "CREATE TABLE visit (\n"
    "  id INTEGER PRIMARY KEY, patient INTEGER NOT NULL REFERENCES patient,\n"
    "  day TEXT NOT NULL " DAY("day") ", UNIQUE (patient, day)\n"
    ") STRICT;\n"
    "CREATE TABLE measure (\n"
    "  id INTEGER PRIMARY KEY, visit INTEGER NOT NULL REFERENCES visit, test " WORD_KEY ", " ENUM("side", 2) ",\n"
    "  position " WORD_KEY ", -- the empty word: not recorded\n"
    "  " ENUM("contraction", 4) ", trial INTEGER NOT NULL CHECK (trial BETWEEN 0 AND 99), " ENUM("quantity", 24) ",\n"
    "  lo REAL, hi REAL, -- NULL: open on this side\n"
    "  lever_m REAL CHECK (lever_m > 0), pain INTEGER CHECK (pain BETWEEN 0 AND 10), " ENUM("origin", 3) ",\n"
    "  superseded_by INTEGER REFERENCES measure DEFERRABLE INITIALLY DEFERRED,\n"
    "  CHECK (lo <= hi), CHECK (lo IS NOT NULL OR hi IS NOT NULL)\n"
    ") STRICT;\n"
    "CREATE UNIQUE INDEX measure_key ON measure (visit, test, side, position, contraction, trial)\n"
    "  WHERE superseded_by IS NULL;\n"
    "CREATE TABLE answer ( -- the highest version of a visit counts\n"
    "  visit INTEGER NOT NULL REFERENCES visit, question " WORD_KEY ",\n"
    "  version INTEGER NOT NULL CHECK (version >= 1), value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 3),\n"
    "  PRIMARY KEY (visit, question, version)\n"
    ") STRICT, WITHOUT ROWID;\n"

    /* by what it is judged */
    "CREATE TABLE file (id INTEGER PRIMARY KEY, hash " HASH ", bytes BLOB NOT NULL) STRICT;\n"
    "CREATE TABLE source ( -- a pack (kind 0) or a catalog (kind 1)\n"
    "  id INTEGER PRIMARY KEY, hash " HASH ", " ENUM("kind", 1) ",\n"
    "  name TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL " MOMENT("at") "\n"
    ") STRICT;\n"
    "CREATE TABLE source_file (\n"
    "  source INTEGER NOT NULL REFERENCES source, n INTEGER NOT NULL, name TEXT NOT NULL,\n"
    "  file INTEGER NOT NULL REFERENCES file, PRIMARY KEY (source, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE pack_set ( -- the active packs; the last row counts\n"
    "  id INTEGER PRIMARY KEY, packs TEXT NOT NULL, at TEXT NOT NULL " MOMENT("at") "\n"
    ") STRICT;\n"
    "CREATE TABLE basis ( -- engine version, catalog and packs that judged together\n"
    "  id INTEGER PRIMARY KEY, hash " HASH ", engine TEXT NOT NULL, catalog INTEGER NOT NULL REFERENCES source\n"
    ") STRICT;\n"
    "CREATE TABLE basis_pack (\n"
    "  basis INTEGER NOT NULL REFERENCES basis, n INTEGER NOT NULL, source INTEGER NOT NULL REFERENCES source,\n"
    "  PRIMARY KEY (basis, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE rule ( -- a rule as it was worded when it judged\n"
    "  id INTEGER PRIMARY KEY, hash " HASH ",\n"
    "  pack TEXT, rule TEXT, title TEXT, " ENUM("evidence", 5) ", grp TEXT,\n"
    "  cites TEXT NOT NULL -- keys separated by spaces\n"
    ") STRICT;\n"

    /* the verdict */
    "CREATE TABLE result (\n"
    "  id INTEGER PRIMARY KEY, uuid " UUID ", visit INTEGER NOT NULL REFERENCES visit,\n"
    "  at TEXT NOT NULL " MOMENT("at") ", basis INTEGER NOT NULL REFERENCES basis,\n"
    "  judged INTEGER NOT NULL CHECK (judged >= 0), expected_by_chance REAL, snapshot BLOB NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX result_visit ON result (visit);\n"
    "CREATE TABLE finding (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, rule INTEGER NOT NULL REFERENCES rule,\n"
    "  " ENUM("side", 2) ", " ENUM("truth", 2) ", " FLAG("unsure") ", value REAL, unit INTEGER REFERENCES word,\n"
    "  certainty REAL, grade INTEGER REFERENCES word, say TEXT, PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE need (\n"
    "  result INTEGER NOT NULL, finding INTEGER NOT NULL, n INTEGER NOT NULL, " ENUM("why", 19) ",\n"
    "  what INTEGER REFERENCES word, " ENUM("side", 2) ", text INTEGER REFERENCES word,\n"
    "  PRIMARY KEY (result, finding, n), FOREIGN KEY (result, finding) REFERENCES finding\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE argument (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, pack INTEGER REFERENCES word,\n"
    "  rule INTEGER REFERENCES word, " ENUM("side", 2) ", " ENUM("action", 7) ", target INTEGER REFERENCES word,\n"
    "  " FLAG("against") ", grp INTEGER REFERENCES word, weight REAL, held INTEGER REFERENCES word,\n"
    "  PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE target (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, " ENUM("action", 7) ",\n"
    "  target INTEGER REFERENCES word, " ENUM("side", 2) ", weight REAL CHECK (weight >= 0), " FLAG("conflict") ",\n"
    "  PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE stop (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, pack INTEGER REFERENCES word,\n"
    "  rule INTEGER REFERENCES word, title INTEGER REFERENCES word, " ENUM("urgency", 2) ",\n"
    "  text INTEGER REFERENCES word, PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE open_question (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, question INTEGER REFERENCES word,\n"
    "  text INTEGER REFERENCES word, " ENUM("urgency", 2) ", PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE remark (\n"
    "  result INTEGER NOT NULL REFERENCES result, n INTEGER NOT NULL, what TEXT, text TEXT, PRIMARY KEY (result, n)\n"
    ") STRICT, WITHOUT ROWID;\n"

    /* what to do */
    "CREATE TABLE program (\n"
    "  id INTEGER PRIMARY KEY, uuid " UUID ", result INTEGER NOT NULL REFERENCES result,\n"
    "  revision INTEGER NOT NULL CHECK (revision >= 1), at TEXT NOT NULL " MOMENT("at") ",\n"
    "  limit_minutes INTEGER NOT NULL CHECK (limit_minutes >= 0), limit_days INTEGER NOT NULL\n"
    "  CHECK (limit_days BETWEEN 0 AND 7), limit_exercises INTEGER NOT NULL CHECK (limit_exercises >= 0),\n"
    "  limit_equipment TEXT NOT NULL, " FLAG("stopped") ", referral TEXT, weeks INTEGER NOT NULL CHECK (weeks >= 0),\n"
    "  sessions_per_week INTEGER NOT NULL CHECK (sessions_per_week >= 0), minutes REAL, UNIQUE (result, revision)\n"
    ") STRICT;\n"
    "CREATE TABLE program_item (\n"
    "  program INTEGER NOT NULL REFERENCES program, n INTEGER NOT NULL, exercise INTEGER REFERENCES word,\n"
    "  name INTEGER REFERENCES word, " ENUM("side", 2) ", sets INTEGER NOT NULL CHECK (sets >= 0),\n"
    "  reps INTEGER NOT NULL CHECK (reps >= 0), hold_s INTEGER NOT NULL CHECK (hold_s >= 0),\n"
    "  per_week INTEGER NOT NULL CHECK (per_week >= 0), week_from INTEGER NOT NULL CHECK (week_from >= 0),\n"
    "  week_to INTEGER NOT NULL CHECK (week_to >= week_from), minutes REAL, why TEXT, dose INTEGER REFERENCES word,\n"
    "  PRIMARY KEY (program, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE program_advice (\n"
    "  program INTEGER NOT NULL REFERENCES program, n INTEGER NOT NULL, advice INTEGER REFERENCES word,\n"
    "  text INTEGER REFERENCES word, why TEXT, PRIMARY KEY (program, n)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE left_out (\n"
    "  program INTEGER NOT NULL REFERENCES program, n INTEGER NOT NULL, exercise INTEGER REFERENCES word,\n"
    "  reason TEXT, PRIMARY KEY (program, n)\n"
    ") STRICT, WITHOUT ROWID;\n";

/* Migration 2. What a clinician says beside the rules. */
static const char second[] =
    "CREATE TABLE override ( -- the highest version of a visit counts\n"
    "  visit INTEGER NOT NULL REFERENCES visit, pack " WORD_KEY ", rule " WORD_KEY ", " ENUM("side", 2) ",\n"
    "  version INTEGER NOT NULL CHECK (version >= 1), " ENUM("verdict", 2) ", -- 0 taken back, 1 absent, 2 present\n"
    "  reason TEXT NOT NULL, clinician TEXT NOT NULL, at TEXT NOT NULL " MOMENT("at") ",\n"
    "  PRIMARY KEY (visit, pack, rule, side, version)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE note (\n"
    "  id INTEGER PRIMARY KEY, visit INTEGER NOT NULL REFERENCES visit, text TEXT NOT NULL,\n"
    "  clinician TEXT NOT NULL, at TEXT NOT NULL " MOMENT("at") "\n"
    ") STRICT;\n"
    "CREATE INDEX note_visit ON note (visit);\n"
    "ALTER TABLE finding ADD COLUMN overridden TEXT;\n";

/* Migration 3. What a rule says to the patient, in whom it was studied, what speaks against it; shown: information.
 * Phases and days of programs: 0 days in those of earlier versions, which named none. */
static const char third[] =
    "ALTER TABLE rule ADD COLUMN tell TEXT;\n"
    "ALTER TABLE rule ADD COLUMN studied TEXT;\n"
    "ALTER TABLE rule ADD COLUMN doubt TEXT;\n"
    "ALTER TABLE rule ADD COLUMN shown INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1));\n"
    "ALTER TABLE profile ADD COLUMN level INTEGER NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 5);\n"
    "ALTER TABLE profile ADD COLUMN positions INTEGER NOT NULL DEFAULT 0 CHECK (positions >= 0);\n"
    "ALTER TABLE profile ADD COLUMN weekdays INTEGER NOT NULL DEFAULT 0 CHECK (weekdays BETWEEN 0 AND 127);\n"
    "ALTER TABLE program ADD COLUMN limit_level INTEGER NOT NULL DEFAULT 0 CHECK (limit_level BETWEEN 0 AND 5);\n"
    "ALTER TABLE program ADD COLUMN limit_positions INTEGER NOT NULL DEFAULT 0 CHECK (limit_positions >= 0);\n"
    "ALTER TABLE program ADD COLUMN limit_weekdays INTEGER NOT NULL DEFAULT 0\n"
    "  CHECK (limit_weekdays BETWEEN 0 AND 127);\n"
    "ALTER TABLE program ADD COLUMN limit_with TEXT NOT NULL DEFAULT '';\n" /* ids separated by spaces */
    "ALTER TABLE program ADD COLUMN limit_without TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE program ADD COLUMN covered REAL;\n"
    "ALTER TABLE program ADD COLUMN gap REAL;\n"
    "ALTER TABLE program_item ADD COLUMN phase INTEGER NOT NULL DEFAULT 2 CHECK (phase BETWEEN 0 AND 3);\n"
    "ALTER TABLE program_item ADD COLUMN days INTEGER NOT NULL DEFAULT 0 CHECK (days BETWEEN 0 AND 127);\n"
    "ALTER TABLE program_item ADD COLUMN rest_s INTEGER NOT NULL DEFAULT 0 CHECK (rest_s >= 0);\n";

/* clang-format on */

const char *const migrations[] = {first, second, third, NULL};
