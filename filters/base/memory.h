/*
 * memory - an allocation gives room, or the run ends 71
 *
 * malloc and its family of this program and of all libraries in it: there is no room, so nothing that a library did with
 * what it did not get (abort, an assertion, half a result, an answer that looks like another error) can come to pass.
 * That jq, simdjson, libarchive and the schema's parser do such things is why (docs/reliability.md). Code of hark's own checks
 * all the same, since the sanitizers bring a malloc of their own, and this one is left out there.
 * Fails:   "PROGRAM: no memory for N bytes", _exit(71): whoever allocates may hold a lock that exit(3) wants too.
 * Cost:    a call and a comparison.
 */
#ifndef HARK_BASE_MEMORY_H
#define HARK_BASE_MEMORY_H

/* Does nothing: that it is named brings the others into a program. */
void memory_ends_the_run(void);

#endif
