#include "base/file.h"
#include "sitting/watch.h"

#include <string.h>
#include <sys/stat.h>

enum { WATCHED_MOST = 16 << 20 };

static Hash hash_of(const char *text, size_t len) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_part(&hasher, text, len);
  return hash_end(&hasher);
}

void watch_add(Arena *a, Watch *watch, const char *path, const char *text, size_t len, int kind) {
  for (size_t i = 0; i < watch->files.count; i++)
    if (strcmp(watch->files.items[i].path, path) == 0) return;
  *LIST_ADD(a, &watch->files) = (Watched){.path = path, .kind = kind, .text = text, .len = len};
}

void watch_forget(Watch *watch, int kind) {
  size_t kept = 0;
  for (size_t i = 0; i < watch->files.count; i++)
    if (watch->files.items[i].kind != kind) watch->files.items[kept++] = watch->files.items[i];
  watch->files.count = kept;
}

/* Takes the file as it is now; gives true when its bytes are others. */
static bool look(Watched *file, const struct stat *info) {
  Arena arena = {0};
  FileText text;
  Hash before = file->text ? hash_of(file->text, file->len) : file->hash, now = {{0}};
  if (file_read(&arena, file->path, file->path, WATCHED_MOST, &text, &(Err){0})) now = hash_of(text.text, text.size);
  arena_free(&arena);
  file->hash = now, file->text = NULL;
  file->seconds = info->st_mtim.tv_sec, file->nanos = info->st_mtim.tv_nsec, file->bytes = info->st_size;
  return strcmp(now.hex, before.hex) != 0;
}

int watch_changed(Watch *watch) {
  int changed = 0;
  for (size_t i = 0; i < watch->files.count; i++) {
    Watched *file = &watch->files.items[i];
    struct stat info = {0};
    if (stat(file->path, &info) != 0) info = (struct stat){.st_size = -1};
    if (info.st_mtim.tv_sec == file->seconds && info.st_mtim.tv_nsec == file->nanos && info.st_size == file->bytes)
      continue;
    if (look(file, &info)) changed |= file->kind;
  }
  return changed;
}
