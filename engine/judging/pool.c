#include "judging/pool.h"

#include "base/signals.h"
#include "judging/wire.h"
#include "judging/worker.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* A batch is sent when it holds so much: large enough that system calls cost nothing beside the work, small enough that
 * workers end together and that its answers are still in the processor's cache when they are read. */
enum { BATCH_BYTES = 1 << 15, BATCH_ITEMS = 64 };
/* Most at a time for each worker: it judges one while the next lies before it. Others wait to be given out or to be
 * handed over: back-pressure. */
enum { GIVEN_EACH = 3, BATCHES_EACH = 4 };
enum { TRIES_MOST = 8, AWAY_MS = 100, ASK_MS = 500 /* between looks for a signal that is held */ };

typedef struct Given {
  const char *bytes;
  size_t len;
  Err *fault; /* NULL: there is none */
} Given;

typedef struct Batch {
  struct Batch *next;
  size_t count; /* of items */
  Text items;   /* as they are sent; its room is used again */
  size_t starts[BATCH_ITEMS + 1];
  uint64_t tags[BATCH_ITEMS];
  Arena arena; /* of answers */
  Given answers[BATCH_ITEMS];
  bool one_by_one; /* a worker died of it: the items before `alone` are done, that one is next */
  size_t alone;
  int tries;  /* how often its worker was killed from outside */
  bool given; /* a worker has it */
  bool done;
} Batch;

typedef struct Post { /* a place for a worker */
  Worker worker;
  bool taught;
  Batch *tasks[GIVEN_EACH]; /* that it has, in the order in which it answers */
  size_t count;
  int64_t until; /* the first must be answered */
  LetterOut out; /* the last, as far as it is sent */
  LetterIn in;   /* the answer to the first, as far as it has come */
  bool broken;   /* it cannot be spoken to any more */
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
  int64_t seen;        /* letter_now() when workers were listened to last; 0: not yet */
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
  shape_put_whole(items, (int)pool->options.asked);
}

static Batch *begin_batch(Pool *pool) {
  Batch *batch = pool->spare;
  if (batch) pool->spare = batch->next;
  if (!batch) {
    batch = arena_alloc(&pool->arena, sizeof *batch);
    batch->items.arena = &pool->arena;
  }
  batch->next = NULL;
  batch->count = batch->alone = batch->items.len = 0, batch->tries = 0;
  batch->one_by_one = batch->given = batch->done = false;
  begin_items(pool, &batch->items);
  batch->starts[0] = batch->items.len;
  return batch;
}

static void end_batch(Pool *pool, Batch *batch) {
  arena_reset(&batch->arena);
  batch->next = pool->spare, pool->spare = batch;
  pool->batches--;
}

/* The batch that was filled waits for a worker. */
static void complete_batch(Pool *pool) {
  Batch *batch = pool->filling;
  if (!batch) return;
  *pool->tail = batch, pool->tail = &batch->next;
  pool->filling = NULL, pool->batches++;
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

/* What a worker was given and did not answer may be given to another. */
static Batch *take_back(Post *post) {
  for (size_t i = 0; i < post->count; i++) post->tasks[i]->given = false;
  post->count = 0;
  post->out = (LetterOut){.done = 0}, post->in = (LetterIn){.done = 0};
  post->broken = false;
  return post->tasks[0];
}

/* The worker of a post is gone. It answers in order, so that it was at the first of its batches: that is done again,
 * one item after the other when it died of one, so that only that one is lost; as it was when somebody killed it. */
static void lose(Pool *pool, Post *post) {
  Batch *batch = take_back(post);
  bool alone = batch->one_by_one || batch->count == 1, banned = false;
  Err fault = {0};
  judge_bury(judge_at_work(pool, post), &post->worker, NULL, alone ? &banned : NULL, &fault);
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

/* ---- questions ---- */

static void send_more(Post *post) {
  if (!post->broken && post->out.letter.body) post->broken = !worker_push(&post->worker, &post->out);
}

static bool give(Pool *pool, Post *post, Batch *batch, Err *err) {
  Text one = {.arena = &batch->arena}, *items = &batch->items;
  if (!man(pool, post, err)) return false;
  if (batch->one_by_one) {
    begin_items(pool, &one);
    text_add_n(&one, items->data + batch->starts[batch->alone],
               batch->starts[batch->alone + 1] - batch->starts[batch->alone]);
    items = &one;
  }
  if (!post->count) post->until = letter_now() + worker_patience(1);
  post->tasks[post->count++] = batch, batch->given = true;
  post->out = (LetterOut){.letter = {WIRE_WORK, items->data, items->len}};
  send_more(post);
  return true;
}

/* An item that may be deadly stands alone before its worker; so does whoever is to learn something. */
static bool has_place(const Post *post, const Batch *batch) {
  if (!post->count) return true;
  return post->count < GIVEN_EACH && post->taught && !post->broken && !post->out.letter.body &&
         !post->tasks[0]->one_by_one && !batch->one_by_one;
}

/* First to those that have least. */
static bool give_all(Pool *pool, Err *err) {
  Batch *batch = pool->head;
  for (size_t round = 0; round < GIVEN_EACH; round++)
    for (size_t i = 0; i < pool->post_count; i++) {
      Post *post = &pool->posts[i];
      while (batch && (batch->given || batch->done)) batch = batch->next;
      if (!batch) return true;
      if (post->count <= round && has_place(post, batch) && !give(pool, post, batch, err)) return false;
    }
  return true;
}

/* ---- answers ---- */

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

/* Takes one answer as far as it has come. gives true: all of it. */
static bool receive(Pool *pool, Post *post) {
  Batch *batch = post->tasks[0];
  Letter letter;
  bool heard = worker_pull(&post->worker, &batch->arena, &post->in, &letter);
  if (heard && !letter.body) return false;
  if (heard && read_answers(batch, &letter)) {
    batch->given = false;
    memmove(post->tasks, post->tasks + 1, --post->count * sizeof *post->tasks);
    post->until = letter_now() + worker_patience(1);
    return true;
  }
  if (heard) post->worker.why = DEATH_FORGED;
  lose(pool, post);
  return false;
}

/* Whoever cannot be spoken to any more, or is late, is lost after all that it said has been heard. */
static void attend(Pool *pool, Post *post, int64_t now) {
  send_more(post);
  bool over = post->broken || post->until <= now, more;
  do more = receive(pool, post) && post->count;
  while (more && over);
  if (!post->count || (!post->broken && post->until > now)) return;
  if (!post->broken) post->worker.why = DEATH_HANG;
  lose(pool, post);
}

/* Whoever handed answers on was away, and no worker is to blame for that time. */
static void forgive(Pool *pool) {
  int64_t away = pool->seen ? letter_now() - pool->seen : 0;
  for (size_t i = 0; away > AWAY_MS && i < pool->post_count; i++) pool->posts[i].until += away;
}

/* Waits until a worker or `input` (-1: none) has something, or a worker is late; not at all unless `wait`.
 * gives *ready: the input does */
static bool listen_to_all(Pool *pool, bool wait, int input, bool *ready, Err *err) {
  struct pollfd fds[POOL_WORKERS + 1];
  size_t count = pool->post_count;
  int64_t now = letter_now(), until = now + ASK_MS;
  for (size_t i = 0; i < count; i++) {
    const Post *post = &pool->posts[i];
    short events = post->out.letter.body && !post->broken ? POLLIN | POLLOUT : POLLIN;
    fds[i] = (struct pollfd){.fd = post->count ? post->worker.child.fd : -1, .events = events};
    if (post->count && post->broken) wait = false;
    if (post->count && post->until < until) until = post->until;
  }
  fds[count] = (struct pollfd){.fd = input, .events = POLLIN};
  int heard = poll(fds, (nfds_t)count + 1, !wait || until <= now ? 0 : (int)(until - now));
  if (heard < 0 && errno != EINTR) return fail(err, ERR_LIMIT, NULL, "workers cannot be waited for");
  if (signals_cancelled() || (heard <= 0 && signals_waiting())) return fail(err, ERR_LIMIT, NULL, "cancelled");
  pool->seen = letter_now();
  *ready = heard > 0 && fds[count].revents;
  for (size_t i = 0; i < count; i++) {
    Post *post = &pool->posts[i];
    if (post->count && ((heard > 0 && fds[i].revents) || post->broken || post->until <= pool->seen))
      attend(pool, post, pool->seen);
  }
  return true;
}

/* Gives out what can be given, takes what has come, and hands it over. */
static bool turn(Pool *pool, bool wait, int input, bool *ready, Err *err) {
  forgive(pool);
  return give_all(pool, err) && listen_to_all(pool, wait, input, ready, err) && give_all(pool, err) &&
         hand_over_done(pool, err);
}

/* ---- items ---- */

bool pool_put(Pool *pool, uint64_t tag, const char *item, size_t len, Err *err) {
  if (len > POOL_ITEM_MOST) return fail(err, ERR_LIMIT, NULL, "more than %d MiB at once", POOL_ITEM_MOST >> 20);
  if (!pool->filling) pool->filling = begin_batch(pool);
  Batch *batch = pool->filling;
  shape_put_bytes(&batch->items, item, len);
  batch->tags[batch->count] = tag;
  batch->starts[++batch->count] = batch->items.len;
  if (batch->items.len < BATCH_BYTES && batch->count < BATCH_ITEMS) return true;
  bool ready;
  complete_batch(pool);
  bool good = turn(pool, false, -1, &ready, err);
  while (good && pool->batches >= BATCHES_EACH * pool->post_count) good = turn(pool, true, -1, &ready, err);
  return good;
}

static bool has_idle(const Pool *pool) {
  for (size_t i = 0; i < pool->post_count; i++)
    if (!pool->posts[i].count) return true;
  return false;
}

bool pool_await(Pool *pool, int input, Err *err) {
  bool good = true, ready = false;
  while (good && !ready && (pool->head || pool->filling)) {
    if (input < 0 || has_idle(pool)) complete_batch(pool);
    good = turn(pool, true, input, &ready, err);
  }
  return good;
}

bool pool_wait(Pool *pool, Err *err) {
  bool ready;
  complete_batch(pool);
  return !pool->head || turn(pool, true, -1, &ready, err);
}

bool pool_finish(Pool *pool, Err *err) { return pool_await(pool, -1, err); }
