#include "ports/http_parts.h"

static const struct failure {
    CURLcode status;
    enum http_outcome outcome;
    const char *code;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_PROXY, HTTP_LATER, "connection"},
    {CURLE_COULDNT_RESOLVE_HOST, HTTP_LATER, "connection"},
    {CURLE_COULDNT_CONNECT, HTTP_LATER, "connection"},
    {CURLE_PROXY, HTTP_LATER, "connection"},
    {CURLE_SEND_ERROR, HTTP_LATER, "connection"},
    {CURLE_RECV_ERROR, HTTP_LATER, "connection"},
    {CURLE_GOT_NOTHING, HTTP_LATER, "connection"},
    {CURLE_OPERATION_TIMEDOUT, HTTP_LATER, "timeout"},
    {CURLE_PARTIAL_FILE, HTTP_LATER, "cut"},
    {CURLE_SSL_CONNECT_ERROR, HTTP_REFUSED, "tls"},
    {CURLE_PEER_FAILED_VERIFICATION, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CERTPROBLEM, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CIPHER, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CACERT_BADFILE, HTTP_REFUSED, "tls"},
    {CURLE_SSL_ISSUER_ERROR, HTTP_REFUSED, "tls"},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, HTTP_REFUSED, "tls"},
    {CURLE_SSL_INVALIDCERTSTATUS, HTTP_REFUSED, "tls"},
    {CURLE_URL_MALFORMAT, HTTP_REFUSED, "bad_url"},
    {CURLE_OK, HTTP_REFUSED, "bad_answer"}, /* any other */
};

static const struct failure *
failure_of(CURLcode status)
{
    const struct failure *failure = failures;

    while (failure->status != CURLE_OK && failure->status != status)
        failure++;
    return failure;
}

void
http_say_failure(struct http_exchange *exchange, CURLcode status)
{
    const struct failure *failure = failure_of(status);
    const char *told = exchange->http->told;

    if (told[0] == '\0')
        told = curl_easy_strerror(status);
    /* A connection that broke while the keys were agreed on says nothing of TLS. */
    if (status == CURLE_SSL_CONNECT_ERROR && strstr(told, "SSL_connect:"))
        failure = failure_of(CURLE_RECV_ERROR);
    answer_say(exchange->answer.result, failure->outcome, failure->code, told);
}
