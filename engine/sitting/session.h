/* One sitting: owns the catalog, the words, the judge with its packs, the store and where output goes. Commands work
 * through these verbs and know neither SQL nor Lua. Everything is opened when first needed: `rules check` opens no
 * database. Printing is the commands' business. */
#pragma once

#include "formats/formats.h"
#include "judging/judge.h"
#include "patient/known.h"
#include "program/loosen.h"
#include "sitting/clinic.h"
#include "sitting/shelf.h"
#include "sitting/watch.h"
#include "store/audit.h"
#include "store/overrides.h"
#include "store/patients.h"
#include "store/results.h"
#include "store/sources.h"
#include "store/visits.h"

typedef struct SessionOptions {
  const char *home; /* folder with data/, rules/, scripts/; NULL: found (see session_open) */
  const char *db;   /* NULL: $SINEW_DB, else $XDG_DATA_HOME/sinew/sinew.db, else ~/.local/share/... */
  const char *const
      *packs;            /* --pack: judge by these for this sitting, ids or files; NULL-terminated; NULL: active set */
  const char *clinician; /* --as: who acts; NULL: $SINEW_CLINICIAN, else the user of the system */
  bool interactive;      /* REPL: goes on after errors, may ask */
  bool batch;            /* commands of standard input: nobody is asked, the first fault ends it */
  bool keep_going;       /* but not this one */
  bool no_pager;         /* long output goes to the terminal as it is */
  const char *program;   /* argv[0], to find a checkout where the system does not tell; may be NULL */
} SessionOptions;

typedef struct Session {
  SessionOptions options;
  Arena program; /* catalog, words, packs' descriptions, paths: as long as the sitting */
  Arena run;     /* one command: reset before each */
  const char *home;
  const char *db_path;
  Catalog catalog;     /* the shared rows */
  const Catalog *rows; /* with those of the packs, once these are loaded; by it people are asked and cases read */
  Words words;
  Judge *judge;
  const PackInfo *packs;      /* that judge, required ones before those that require them */
  StoredSource *pack_sources; /* their texts, parallel to packs */
  size_t pack_count;
  Clinic clinic;       /* its own comparison groups, as loaded last */
  Strangers strangers; /* left out of the case that was read last; in the run arena */
  Watch watch;         /* files of the catalog and the packs */
  int outdated;        /* kinds of them that changed and could not be read again yet */
  Store *store;
  Act act;                                     /* of the command that runs */
  bool looking;                                /* it is completion */
  bool unrecorded;                             /* that reading is not recorded was said */
  bool catalog_loaded, words_loaded, kg_noted; /* "kg means kgf" was said */
  bool rows_noted;                             /* that packs are left out was said */
  FILE *out, *errors;
  bool out_tty;           /* output is a terminal */
  const char *last_value; /* the expression that value took last, for _; NULL: none */
  const char *open_case;  /* code of the patient the REPL works on; NULL: none */
  const char *chosen;     /* code of the patient that the last command chose where none was named; NULL: none */
  const char *place;      /* of the command that runs, "line 7" of a script: stands before its faults; NULL: none */
} Session;

/* Prepares a sitting. Nothing is read yet. The home folder is options.home, else $SINEW_HOME, else the folder above the
 * program's own when it holds data/ and rules/ (a checkout), else the installed one.
 * fails ERR_IO: no home found. */
bool session_open(Session *s, const SessionOptions *options, Err *err);
void session_close(Session *s);

/* Reads the catalog and forks what rule packs will be judged in (worker.h): to be called before a database, a terminal or
 * anything of a patient is open. A catalog that cannot be read is told by who needs it. fails ERR_LIMIT. */
bool session_prepare(Session *s, Err *err);

/* Each opens what is named when it is not open yet. Mistakes in data go to s->errors, placed. */
bool session_catalog(Session *s, Err *err);
bool session_words(Session *s, Err *err);
bool session_judge(Session *s,
                   Err *err); /* loads the packs in force: --pack, else the stored choice, else the defaults */
/* The catalog for what is typed, imported and shown: s->rows. Packs that cannot be loaded are told of and leave the
 * shared rows; measuring goes on without them. fails as session_catalog, and ERR_STORE. */
bool session_rows(Session *s, Err *err);
bool session_store(Session *s, StoreMode mode, Err *err);

/* Where the database lies or would lie. fails as paths_database. */
bool session_database(Session *s, const char **path, Err *err);
/* Closes the database and the judge that its choice of packs loaded: it is about to be another one. */
void session_leave_store(Session *s);

/* Who acts by this session: --as NAME of a command, else of the program, else $SINEW_CLINICIAN, else the system's user.
 * fails ERR_DATA: too long, or no text. */
bool session_who(Session *s, const char *given, const char **who, Err *err);
/* Begins and ends what the audit chain records of one command. end: fails ERR_STORE; a database that may only be read
 * keeps no record, which is said once. */
bool session_act(Session *s, const char *command, const char *given, Err *err);
bool session_act_end(Session *s, ErrKind outcome, Err *err);
/* Reading for completion between two commands: recorded as one act when the next one begins, for no key may wait. */
void session_look(Session *s);

/* Writes the row of a command that concerns the database as a whole, now; that it could not is only said, lest a full
 * disk prevent a backup. gives: the head to print; NULL: ERR_STORE. */
const char *session_act_whole(Session *s, Err *err);

/* The packs in force, by id; NULL-terminated, in the run arena. */
bool session_packs(Session *s, const char *const **ids, Err *err);
/* Likewise, but never --pack: what is chosen in the database, when there is one, else the defaults. */
bool session_chosen_packs(Session *s, const char *const **ids, Err *err);
/* Judges by these from now on, in this database, made when missing. dropped: id of a pack that is to judge no longer, or
 * NULL. fails as session_judge, and ERR_DATA when one of these still requires it: then nothing changes. */
bool session_choose_packs(Session *s, const char *const *ids, const char *dropped, Err *err);

/* Did files of rules or data change since the last time? True once for each state of them; what was read last stays in
 * force until they are read again. fails as session_catalog and session_judge. */
bool session_is_outdated(Session *s);
bool session_read_again(Session *s, Err *err);

/* Another judge for the sitting's catalog, for judge_close, with no pack yet; it takes required packs from where packs
 * are found. named: files that come first for that, NULL-terminated, NULL: none; they must live as long as the command. */
Judge *session_new_judge(Session *s, const char *const *named);
/* Reads a pack by id or path (shelf_read). */
bool session_read_pack(Session *s, const char *id_or_path, PackSource *source, Err *err);
/* Prints mistakes to s->errors. */
void session_print_diags(Session *s, const Diags *diags);

/* Time of an act from the system clock; $SOURCE_DATE_EPOCH stands in for it when set (tests). */
Stamp session_now(void);
Day session_today(void); /* its day where the clinic is */
/* The last day that imported records may speak of: today, but not before the day of the shipped examples, since a clock
 * behind that is wrong. */
Day session_latest(void);
