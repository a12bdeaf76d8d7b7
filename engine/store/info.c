#include "store/query.h"

bool store_stats(Store *s, StoreStats *stats, Err *err) {
  *stats = (StoreStats){.path = s->path, .sqlite = sqlite3_libversion()};
  Query q = query(s,
                  "SELECT (SELECT user_version FROM pragma_user_version), "
                  "(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size), "
                  "(SELECT max(id) FROM patient), (SELECT max(id) FROM visit), (SELECT n FROM measure ORDER BY entry "
                  "DESC, n DESC LIMIT 1), "
                  "(SELECT max(id) FROM result), (SELECT max(id) FROM program), (SELECT max(id) FROM source)",
                  err);
  if (query_step(&q)) {
    stats->schema = (int)column_int(&q, 0);
    stats->bytes = column_int(&q, 1);
    int64_t *const counts[] = {&stats->patients, &stats->visits,   &stats->measures,
                               &stats->results,  &stats->programs, &stats->sources};
    for (int i = 0; i < (int)ARRAY_LEN(counts); i++) *counts[i] = column_int(&q, 2 + i);
  }
  return query_done(&q);
}
