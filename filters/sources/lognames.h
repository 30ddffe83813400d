/*
 * lognames - the words of three notations for the formats of logs, and the fields that they stand for
 *
 * What is not known here is LOG_SKIP: a field that says nothing of a visit.
 * Source:  Apache mod_log_config; nginx ngx_http_log_module and its variables; goaccess(1), "LOG FORMAT".
 */
#ifndef HARK_SOURCES_LOGNAMES_H
#define HARK_SOURCES_LOGNAMES_H

#include "sources/logfield.h"

enum log_field lognames_apache(char letter);        /* %h */
enum log_field lognames_header(struct text name);   /* %{Referer}i */
enum log_field lognames_time(struct text strftime); /* %{%FT%T%z}t, %{msec}t */
enum log_field lognames_goaccess(char letter);      /* %R */
enum log_field lognames_nginx(struct text name);    /* $http_referer */

#endif
