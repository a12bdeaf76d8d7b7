#include "store/query.h"

bool store_stats(Store *s, StoreStats *stats, Err *err) {
  *stats = (StoreStats){.path = s->path, .sqlite = sqlite3_libversion()};
  Query q = query(s,
                  "SELECT (SELECT user_version FROM pragma_user_version), "
                  "(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size), "
                  "(SELECT count(*) FROM patient), (SELECT count(*) FROM visit), "
                  "(SELECT count(*) FROM measure WHERE superseded_by IS NULL AND " NO_BODY "), "
                  "(SELECT count(*) FROM measure WHERE superseded_by IS NOT NULL), "
                  "(SELECT count(*) FROM answer), (SELECT count(*) FROM result), (SELECT count(*) FROM finding), "
                  "(SELECT count(*) FROM program), (SELECT count(*) FROM source), "
                  "(SELECT min(day) FROM visit), (SELECT max(day) FROM visit)",
                  err);
  if (query_step(&q)) {
    stats->schema = (int)column_int(&q, 0);
    stats->bytes = column_int(&q, 1);
    stats->patients = column_int(&q, 2);
    stats->visits = column_int(&q, 3);
    stats->measures = column_int(&q, 4);
    stats->corrected = column_int(&q, 5);
    stats->answers = column_int(&q, 6);
    stats->results = column_int(&q, 7);
    stats->findings = column_int(&q, 8);
    stats->programs = column_int(&q, 9);
    stats->sources = column_int(&q, 10);
    stats->first_visit = column_day(&q, 11);
    stats->last_visit = column_day(&q, 12);
  }
  return query_done(&q);
}
