#include "judging/pool.h"

#include "judging/wire.h"
#include "judging/worker.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* A batch is sent when it holds so much: large enough that system calls cost nothing beside the work, small enough that
 * workers end together. */
enum { BATCH_BYTES = 1 << 14, BATCH_ITEMS = 64 };
enum { BATCHES_EACH = 4 /* most at a time for each worker: back-pressure */, TRIES_MOST = 8 };

typedef struct Given {
  const char *bytes;
  size_t len;
  Err *fault; /* NULL: there is none */
} Given;

typedef struct Batch {
  struct Batch *next;
  size_t count; /* of items */
  Arena arena;  /* of items and answers */
  Text items;   /* as they are sent */
  size_t starts[BATCH_ITEMS + 1];
  uint64_t tags[BATCH_ITEMS];
  Given answers[BATCH_ITEMS];
  bool one_by_one; /* a worker died of it: the items before `alone` are done, that one is next */
  size_t alone;
  int tries;  /* how often its worker was killed from outside */
  bool given; /* a worker has it */
  bool done;
} Batch;

typedef struct Post { /* a place for a worker */
  Worker worker;
  Batch *batch; /* that it has; NULL: it waits */
  int64_t until;
  bool taught;
} Post;

struct Pool {
  Arena arena;
  Judge *judges[JOB_ARBITERS];
  size_t judge_count;
  PoolOptions options;
  Post *posts;
  size_t post_count;
  Batch *head, **tail; /* complete and not handed over yet, in the order of items */
  Batch *filling;      /* takes items; NULL: none */
  Batch *spare;        /* for reuse */
  size_t batches;      /* from head to tail */
};

Pool *pool_open(Judge *const *judges, size_t count, const PoolOptions *options, Err *err) {
  Arena arena = {0};
  if (count < 1 || count > JOB_ARBITERS || options->workers < 0 || options->workers > POOL_WORKERS)
    return fail(err, ERR_LIMIT, NULL, "1 to %d workers", POOL_WORKERS), NULL;
  Pool *pool = arena_alloc(&arena, sizeof *pool);
  *pool = (Pool){.arena = arena, .judge_count = count, .options = *options};
  memcpy(pool->judges, judges, count * sizeof *judges);
  pool->tail = &pool->head;
  pool->post_count = options->workers ? (size_t)options->workers : 1;
  pool->posts = arena_array(&pool->arena, pool->post_count, sizeof *pool->posts);
  if (count == 1) pool->posts[0].taught = judge_lend(judges[0], &pool->posts[0].worker);
  return pool;
}

static void free_batches(Batch *batch) {
  for (; batch; batch = batch->next) arena_free(&batch->arena);
}

void pool_close(Pool *pool) {
  if (!pool) return;
  for (size_t i = 0; i < pool->post_count; i++) worker_end(&pool->posts[i].worker);
  free_batches(pool->head), free_batches(pool->filling), free_batches(pool->spare);
  Arena arena = pool->arena; /* the pool itself lives in it */
  arena_free(&arena);
}

/* ---- batches ---- */

static void begin_items(const Pool *pool, Text *items) {
  shape_put_size(items, 0);
  shape_put_whole(items, (int)pool->options.job);
}

static Batch *begin_batch(Pool *pool) {
  Batch *batch = pool->spare;
  if (batch) pool->spare = batch->next;
  if (!batch) batch = arena_alloc(&pool->arena, sizeof *batch);
  batch->next = NULL;
  batch->count = batch->alone = 0, batch->tries = 0;
  batch->one_by_one = batch->given = batch->done = false;
  batch->items = (Text){.arena = &batch->arena};
  begin_items(pool, &batch->items);
  batch->starts[0] = batch->items.len;
  return batch;
}

static void end_batch(Pool *pool, Batch *batch) {
  arena_reset(&batch->arena);
  batch->next = pool->spare, pool->spare = batch;
  pool->batches--;
}

static bool hand_over(Pool *pool, const Batch *batch, Err *err) {
  for (size_t i = 0; i < batch->count; i++) {
    const Given *a = &batch->answers[i];
    const PoolAnswer answer = {.tag = batch->tags[i], .bytes = a->bytes, .len = a->len, .fault = a->fault};
    if (!pool->options.take(pool->options.context, &answer, err)) return false;
  }
  return true;
}

static bool hand_over_done(Pool *pool, Err *err) {
  for (Batch **at = &pool->head; *at;) {
    Batch *batch = *at;
    if (!batch->done && !pool->options.unordered) return true;
    if (!batch->done) {
      at = &batch->next;
      continue;
    }
    *at = batch->next;
    if (pool->tail == &batch->next) pool->tail = at;
    bool good = hand_over(pool, batch, err);
    end_batch(pool, batch);
    if (!good) return false;
  }
  return true;
}

/* ---- workers ---- */

static bool teach(Pool *pool, Post *post, Err *err) {
  for (size_t i = 0; i < pool->judge_count; i++)
    if (!judge_teach(pool->judges[i], &post->worker, i, err)) return false;
  return post->taught = true;
}

/* A worker at a post, with its packs. One that is killed from outside before it has begun is replaced. */
static bool man(Pool *pool, Post *post, Err *err) {
  if (post->worker.lives && post->taught) return true;
  for (int tries = 0; tries < TRIES_MOST; tries++) {
    worker_end(&post->worker);
    post->taught = false;
    if (!worker_start(&post->worker, err)) return false;
    if (teach(pool, post, err)) return true;
    judge_bury(pool->judges[0], &post->worker, NULL, NULL, err);
    if (err->kind != ERR_NONE) return false;
  }
  return fail(err, ERR_LIMIT, NULL, "workers are killed from outside again and again");
}

static void set_fault(Batch *batch, size_t item, const Err *fault) {
  Err *copy = arena_alloc(&batch->arena, sizeof *copy);
  *copy = *fault;
  batch->answers[item] = (Given){.fault = copy};
}

static Judge *judge_at_work(const Pool *pool, const Post *post) {
  int set = post->worker.lives ? post->worker.child.mark->set : 0;
  return pool->judges[set > 0 && (size_t)set < pool->judge_count ? set : 0];
}

/* What a rule that was banned may not do any more holds for all. */
static void teach_all_again(Pool *pool) {
  for (size_t i = 0; i < pool->post_count; i++) pool->posts[i].taught = false;
}

/* The worker of a post is gone. Its batch is done again: one item after the other when it died of one, so that only
 * that one is lost; as it was when somebody killed it. */
static void lose(Pool *pool, Post *post) {
  Batch *batch = post->batch;
  bool alone = batch->one_by_one || batch->count == 1, banned = false;
  Err fault = {0};
  judge_bury(judge_at_work(pool, post), &post->worker, NULL, alone ? &banned : NULL, &fault);
  post->batch = NULL, batch->given = false;
  if (banned) teach_all_again(pool);
  if (fault.kind == ERR_NONE && ++batch->tries < TRIES_MOST) return;
  if (fault.kind == ERR_NONE)
    fail(&fault, ERR_LIMIT, NULL, "the process that judges was killed from outside again and again");
  batch->tries = 0;
  if (!alone) {
    batch->one_by_one = true, batch->alone = 0;
    return;
  }
  set_fault(batch, batch->alone++, &fault);
  batch->done = batch->alone == batch->count;
}

/* ---- questions and answers ---- */

static bool give(Pool *pool, Post *post, Batch *batch, Err *err) {
  Text one = {.arena = &batch->arena}, *items = &batch->items;
  if (!man(pool, post, err)) return false;
  if (batch->one_by_one) {
    begin_items(pool, &one);
    text_add_n(&one, items->data + batch->starts[batch->alone],
               batch->starts[batch->alone + 1] - batch->starts[batch->alone]);
    items = &one;
  }
  post->batch = batch, batch->given = true;
  post->until = letter_now() + worker_patience(1);
  if (!worker_tell(&post->worker, WIRE_WORK, items->data, items->len, post->until)) lose(pool, post);
  return true;
}

static bool give_all(Pool *pool, Err *err) {
  Batch *batch = pool->head;
  for (size_t i = 0; i < pool->post_count; i++) {
    Post *post = &pool->posts[i];
    if (post->batch) continue;
    while (batch && (batch->given || batch->done)) batch = batch->next;
    if (!batch) return true;
    if (!give(pool, post, batch, err)) return false;
  }
  return true;
}

static bool read_answer(ShapeReader *in, Batch *batch, size_t item) {
  uint32_t head[2];
  Err fault = {0};
  if ((size_t)(in->end - in->at) < sizeof head) return false;
  memcpy(head, in->at, sizeof head);
  in->at += sizeof head;
  if (head[0] > 1 || head[1] > (size_t)(in->end - in->at)) return false;
  ShapeReader answer = {in->at, in->at + head[1]};
  in->at = answer.end;
  batch->answers[item] = (Given){.bytes = answer.at, .len = head[1]};
  if (head[0]) return true;
  if (!wire_get_err(&answer, &fault) || !shape_at_end(&answer)) return false;
  set_fault(batch, item, &fault);
  return true;
}

static bool read_answers(Batch *batch, const Letter *letter) {
  ShapeReader in = {letter->body, letter->body + letter->len};
  Diags diags = {.arena = &batch->arena};
  size_t from = batch->one_by_one ? batch->alone : 0, to = batch->one_by_one ? from + 1 : batch->count;
  if (letter->kind != WIRE_DONE) return false;
  for (size_t i = from; i < to; i++)
    if (!read_answer(&in, batch, i)) return false;
  if (!wire_get_diags(&in, &diags) || !shape_at_end(&in)) return false;
  batch->alone = to, batch->done = to == batch->count;
  return true;
}

static void receive(Pool *pool, Post *post, Err *err) {
  Batch *batch = post->batch;
  Letter letter;
  bool heard = worker_hear(&post->worker, &batch->arena, &letter, post->until, err);
  if (heard && read_answers(batch, &letter)) {
    post->batch = NULL, batch->given = false;
    return;
  }
  if (heard) post->worker.why = DEATH_FORGED;
  lose(pool, post);
}

/* Gives out what can be given, takes what has come, waiting for the first of it when `wait` is true; hands it over. */
static bool turn(Pool *pool, bool wait, Err *err) {
  struct pollfd fds[POOL_WORKERS];
  if (!give_all(pool, err)) return false;
  int64_t now = letter_now(), until = now + 60000;
  for (size_t i = 0; i < pool->post_count; i++) {
    const Post *post = &pool->posts[i];
    fds[i] = (struct pollfd){.fd = post->batch ? post->worker.child.fd : -1, .events = POLLIN};
    if (post->batch && post->until < until) until = post->until;
  }
  int ready = poll(fds, (nfds_t)pool->post_count, !wait || until <= now ? 0 : (int)(until - now));
  if (ready < 0 && errno != EINTR) return fail(err, ERR_LIMIT, NULL, "workers cannot be waited for");
  now = letter_now();
  for (size_t i = 0; i < pool->post_count; i++)
    if (pool->posts[i].batch && ((ready > 0 && fds[i].revents) || pool->posts[i].until <= now))
      receive(pool, &pool->posts[i], err);
  return err->kind == ERR_NONE && give_all(pool, err) && hand_over_done(pool, err);
}

/* ---- items ---- */

bool pool_send(Pool *pool, Err *err) {
  Batch *batch = pool->filling;
  if (batch) {
    *pool->tail = batch, pool->tail = &batch->next;
    pool->filling = NULL, pool->batches++;
  }
  bool good = turn(pool, false, err);
  while (good && pool->batches >= BATCHES_EACH * pool->post_count) good = turn(pool, true, err);
  return good;
}

bool pool_put(Pool *pool, uint64_t tag, const char *item, size_t len, Err *err) {
  if (len > POOL_ITEM_MOST) return fail(err, ERR_LIMIT, NULL, "more than %d MiB at once", POOL_ITEM_MOST >> 20);
  if (!pool->filling) pool->filling = begin_batch(pool);
  Batch *batch = pool->filling;
  shape_put_bytes(&batch->items, item, len);
  batch->tags[batch->count] = tag;
  batch->starts[++batch->count] = batch->items.len;
  return (batch->items.len < BATCH_BYTES && batch->count < BATCH_ITEMS) || pool_send(pool, err);
}

bool pool_finish(Pool *pool, Err *err) {
  bool good = pool_send(pool, err);
  while (good && pool->head) good = turn(pool, true, err);
  return good;
}
