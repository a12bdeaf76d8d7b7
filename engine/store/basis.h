/* Inside of the store drawer: what results have in common, kept once. A basis is engine version, catalog and packs that
 * judged together; a rule is its wording when it judged. */
#pragma once

#include "store/results.h"

/* Key of a record's engine, catalog and packs; they are added when new. fails ERR_STORE: sources that are not stored.
 */
Hash basis_hash(const StoredResult *r);
bool basis_key(Store *s, const StoredResult *r, StoreId *id, Err *err);
bool basis_load(Store *s, Arena *a, StoreId basis, StoredResult *r, Err *err);
/* Key of what a finding says of its rule. */
bool rule_key(Store *s, const Finding *f, StoreId *id, Err *err);
