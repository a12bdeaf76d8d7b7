/* A document on paper. What draws is loaded only here: see paint.h. */
#include "document.h"

#include "paint.h"

bool pdf_write(const Document *document, Text *out, Err *err) {
  Folio folio = {.arena = out->arena};
  Text notices = {.arena = out->arena};
  document_build(document, &folio);
  if (!paint_folio(&folio, out, document->notices ? document->notices : &notices, err)) return false;
  return true;
}
