/* A disk that fails on purpose, below SQLite: a layer over its usual file system that counts reads, writes and syncs and
 * from one of them on does what `disk.kind` says. It remembers what every write that was not synced replaced, so that a
 * power cut can take back the end of it, file by file and in the middle of a write. What is deleted or cut short is so
 * at once. Folders are durable. */
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef enum {
  DISK_GOOD,
  DISK_CUT,       /* the power goes: the process ends and unsynced writes are lost */
  DISK_KILL,      /* the process is killed; the system keeps what was written */
  DISK_FULL,      /* writes fail for a while */
  DISK_BAD_WRITE, /* the same with a device error */
  DISK_BAD_SYNC,  /* syncs fail for a while */
  DISK_BAD_READ   /* reads fail for a while */
} DiskKind;

typedef struct Unsynced { /* what a write replaced */
  struct Unsynced *before;
  sqlite3_int64 at, size; /* where; size of the file before */
  int len, saved;         /* bytes written, bytes of them that were there */
  unsigned char old[];
} Unsynced;

typedef struct DiskFile {
  char path[256];
  Unsynced *last;
  int count;
} DiskFile;

static struct Disk {
  DiskKind kind;
  int at, span;  /* the operation it begins with, and for how many it lasts */
  int seen;      /* operations so far: reads for DISK_BAD_READ, else writes and syncs */
  unsigned seed; /* of how much survives a power cut */
  DiskFile files[16];
  sqlite3_vfs *real;
} disk;

typedef struct DiskHandle {
  sqlite3_file base;
  DiskFile *file;     /* NULL: not watched, such as a temporary file */
  sqlite3_file *real; /* behind this struct */
} DiskHandle;

#define REAL(handle) (((DiskHandle *)(handle))->real)

static unsigned disk_random(unsigned below) {
  disk.seed = disk.seed * 1664525u + 1013904223u;
  return (disk.seed >> 8) % below;
}

/* Takes one write back; torn: its first half stays. */
static void disk_undo(int fd, const Unsynced *u, int torn) {
  int kept = torn ? u->len / 2 / 512 * 512 : 0;
  if (u->saved > kept && pwrite(fd, u->old + kept, (size_t)(u->saved - kept), u->at + kept) < 0) abort();
  sqlite3_int64 size = u->size > u->at + kept ? u->size : u->at + kept;
  if (ftruncate(fd, size) != 0) abort();
}

/* The end of what was not synced is lost: of every file another number of writes, the first of them in part. */
static void disk_cut(void) {
  for (DiskFile *f = disk.files; f < disk.files + 16 && *f->path; f++) {
    int kept = (int)disk_random((unsigned)f->count + 1), fd = open(f->path, O_RDWR);
    for (int n = f->count; fd >= 0 && f->last && n > kept; n--, f->last = f->last->before)
      disk_undo(fd, f->last, n == kept + 1 && disk_random(2));
  }
  _exit(0);
}

/* Counts one operation. true: it is to fail. */
static int disk_fails(DiskKind kind) {
  int counted = (kind == DISK_BAD_READ) == (disk.kind == DISK_BAD_READ);
  if (!counted || disk.kind == DISK_GOOD || ++disk.seen < disk.at) return 0;
  if (disk.kind == DISK_CUT) disk_cut();
  if (disk.kind == DISK_KILL) kill(getpid(), SIGKILL);
  int sync_only = disk.kind == DISK_BAD_SYNC, is_sync = kind == DISK_BAD_SYNC;
  return disk.seen < disk.at + disk.span && (kind == DISK_BAD_READ || sync_only == is_sync);
}

static void disk_forget(DiskFile *f) {
  for (Unsynced *u = f ? f->last : NULL, *before; u; u = before) before = u->before, free(u);
  if (f) f->last = NULL, f->count = 0;
}

static void disk_remember(DiskHandle *h, int len, sqlite3_int64 at) {
  Unsynced *u = malloc(sizeof *u + (size_t)len);
  if (!u || h->real->pMethods->xFileSize(h->real, &u->size) != SQLITE_OK) abort();
  u->at = at, u->len = len;
  sqlite3_int64 there = u->size - at;
  u->saved = there <= 0 ? 0 : there < len ? (int)there : len;
  if (u->saved && h->real->pMethods->xRead(h->real, u->old, u->saved, at) != SQLITE_OK) abort();
  u->before = h->file->last;
  h->file->last = u, h->file->count++;
}

static int disk_read(sqlite3_file *f, void *into, int len, sqlite3_int64 at) {
  return disk_fails(DISK_BAD_READ) ? SQLITE_IOERR_READ : REAL(f)->pMethods->xRead(REAL(f), into, len, at);
}
static int disk_write(sqlite3_file *f, const void *from, int len, sqlite3_int64 at) {
  DiskHandle *h = (DiskHandle *)f;
  if (disk_fails(DISK_BAD_WRITE)) return disk.kind == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  if (h->file) disk_remember(h, len, at);
  return h->real->pMethods->xWrite(h->real, from, len, at);
}
static int disk_sync(sqlite3_file *f, int flags) {
  (void)flags; /* the machine under the test keeps running: no need to wait for its disk */
  if (disk_fails(DISK_BAD_SYNC)) return SQLITE_IOERR_FSYNC;
  disk_forget(((DiskHandle *)f)->file);
  return SQLITE_OK;
}
static int disk_close(sqlite3_file *f) { return REAL(f)->pMethods->xClose(REAL(f)); }
static int disk_truncate(sqlite3_file *f, sqlite3_int64 size) { return REAL(f)->pMethods->xTruncate(REAL(f), size); }
static int disk_size(sqlite3_file *f, sqlite3_int64 *size) { return REAL(f)->pMethods->xFileSize(REAL(f), size); }
static int disk_lock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xLock(REAL(f), level); }
static int disk_unlock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xUnlock(REAL(f), level); }
static int disk_reserved(sqlite3_file *f, int *is) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), is); }
static int disk_control(sqlite3_file *f, int op, void *arg) {
  return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int disk_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int disk_traits(sqlite3_file *f) {
  (void)f;
  return 0;
} /* no promise: not even that a write adds at the end */
static int disk_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **at) {
  return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, at);
}
static int disk_shm_lock(sqlite3_file *f, int at, int n, int flags) {
  return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags);
}
static void disk_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int disk_shm_unmap(sqlite3_file *f, int remove) { return REAL(f)->pMethods->xShmUnmap(REAL(f), remove); }

static DiskFile *disk_find(const char *path) {
  DiskFile *f = disk.files;
  while (*f->path && strcmp(f->path, path) != 0)
    if (++f == disk.files + 16) abort();
  snprintf(f->path, sizeof f->path, "%s", path);
  return f;
}

static int disk_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out) {
  static const sqlite3_io_methods methods = {
      2,           disk_close,   disk_read,     disk_write,       disk_truncate,  disk_sync,
      disk_size,   disk_lock,    disk_unlock,   disk_reserved,    disk_control,   disk_sector,
      disk_traits, disk_shm_map, disk_shm_lock, disk_shm_barrier, disk_shm_unmap, NULL,
      NULL};
  DiskHandle *h = (DiskHandle *)f;
  (void)vfs;
  h->real = (sqlite3_file *)(h + 1);
  h->file = path && !(flags & SQLITE_OPEN_DELETEONCLOSE) ? disk_find(path) : NULL;
  int code = disk.real->xOpen(disk.real, path, h->real, flags, out);
  h->base.pMethods = h->real->pMethods ? &methods : NULL;
  return code;
}

static int disk_delete(sqlite3_vfs *vfs, const char *path, int durable) {
  (void)vfs;
  disk_forget(disk_find(path));
  return disk.real->xDelete(disk.real, path, durable);
}

/* From here on SQLite works on the failing disk. */
static void disk_install(DiskKind kind, int at, int span, unsigned seed) {
  static sqlite3_vfs vfs;
  disk = (struct Disk){.kind = kind, .at = at, .span = span, .seed = seed, .real = sqlite3_vfs_find(NULL)};
  vfs = *disk.real;
  vfs.zName = "disk", vfs.szOsFile += (int)sizeof(DiskHandle), vfs.xOpen = disk_open, vfs.xDelete = disk_delete;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) abort();
}
