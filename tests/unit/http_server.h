/*
 * http_server - a child that answers each path with fixed bytes, whatever they say of themselves
 *
 * Then it closes, or first holds the connection open. /echo, as any other path, is answered with the
 * request. start() and stop() are fixtures of a group of tests.
 */
#ifndef HARK_TESTS_HTTP_SERVER_H
#define HARK_TESTS_HTTP_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HEAD "HTTP/1.1 200 OK\r\n"
#define DATE_AT "%a, %d %b %Y %H:%M:%S GMT"

static const struct reply {
    const char *path, *bytes;
    int hold_s;
} replies[] = {
    {"/right",
     HEAD "Content-Length: 5\r\nETag: \"v1\"\r\n"
          "last-modified:  Sat, 19 Sep 2009 13:20:00 GMT \r\n\r\nhello",
     0},
    {"/empty", HEAD "Content-Length: 0\r\n\r\n", 0},
    {"/weak", HEAD "Content-Length: 5\r\nETag: W/\"v1\"\r\n\r\nhello", 0},
    {"/held", HEAD "Content-Length: 5\r\n\r\nhello", 30},
    {"/too-large", HEAD "Content-Length: 9\r\n\r\nhello", 0},
    {"/too-small", HEAD "Content-Length: 3\r\n\r\nhello", 0},
    {"/two-lengths", HEAD "Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
     0},
    {"/one-length-twice",
     HEAD "Content-Length: 5, 5\r\ncontent-length: 5\r\n\r\nhello", 0},
    {"/no-number", HEAD "Content-Length: 5x\r\n\r\nhello", 0},
    {"/negative", HEAD "Content-Length: -5\r\n\r\nhello", 0},
    {"/no-length", HEAD "\r\nhello", 0},
    {"/interim",
     "HTTP/1.1 103 Early Hints\r\nETag: \"no\"\r\n\r\n" HEAD
     "Content-Length: 5\r\n\r\nhello",
     0},
    {"/chunked",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
     0},
    {"/chunked-trailer",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "5\r\nhello\r\n0\r\nContent-Length: 3\r\nETag: \"no\"\r\n\r\n",
     0},
    {"/chunked-cut",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nl",
     0},
    {"/chunked-edge",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nlo\r\n",
     0},
    {"/encoded",
     HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n"
          "\x1f\x8bxyz",
     0},
    {"/moved",
     "HTTP/1.1 302 Found\r\nLocation: right\r\nETag: \"no\"\r\n"
     "Content-Length: 4\r\n\r\nmove",
     0},
    {"/moved-held",
     "HTTP/1.1 307 Temporary\r\nLocation: /right\r\n"
     "Content-Length: 0\r\n\r\n",
     30},
    {"/loop", "HTTP/1.1 301 Moved\r\nLocation: /loop\r\n\r\n", 0},
    {"/to-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
     0},
    {"/to-ftp", "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\n\r\n", 0},
    {"/to-s3", "HTTP/1.1 302 Found\r\nLocation: s3://bucket/key\r\n\r\n", 0},
    {"/to-nowhere", "HTTP/1.1 302 Found\r\n\r\nhello", 0},
    {"/hop9", "HTTP/1.1 302 Found\r\nLocation: /right\r\n\r\n", 0},
    {"/same",
     "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n"
     "Content-Length: 5\r\n\r\n",
     0},
    {"/part",
     "HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n"
     "Content-Range: bytes 2-4/5\r\n\r\nllo",
     0},
    {"/part-unknown",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Range: bytes 2-4/*\r\n\r\nllo",
     0},
    {"/part-elsewhere",
     "HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n"
     "Content-Range: bytes 1-4/5\r\n\r\nello",
     0},
    {"/part-contradictory",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Length: 2\r\nContent-Range: bytes 2-4/5\r\n\r\nll",
     0},
    {"/part-unnamed",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Length: 3\r\n\r\nllo",
     0},
    {"/part-behind",
     "HTTP/1.1 416 Range Not Satisfiable\r\n"
     "Content-Range: bytes */2\r\n\r\n",
     0},
    {"/none", "HTTP/1.1 204 No Content\r\n\r\n", 0},
    {"/missing",
     "HTTP/1.1 404 Not\tFound\x1b[31m\r\n"
     "Content-Length: 5\r\n\r\nerror",
     0},
    {"/408", "HTTP/1.1 408 Request Timeout\r\n\r\nerror", 0},
    {"/425", "HTTP/1.1 425 Too Early\r\n\r\nerror", 0},
    {"/429", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\nerror",
     0},
    {"/500", "HTTP/1.1 500 Internal Server Error\r\n\r\nerror", 0},
    {"/503", "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n\r\n",
     30},
    {"/past",
     "HTTP/1.1 503 Service Unavailable\r\n"
     "Retry-After: Sat, 19 Sep 2009 13:20:00 GMT\r\n\r\n",
     0},
    {"/soon",
     "HTTP/1.1 503 Service Unavailable\r\n"
     "Retry-After: whenever\r\n\r\n",
     0},
    {"/old", "hello", 0},
    {"/nothing", "", 0},
    {"/stall", HEAD "Content-Length: 50\r\n\r\nhello", 30},
    {"/half-head", HEAD "Content-Le", 0},
};

static int port;
static pid_t server;

static inline void
send_all(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t count = send(fd, at, len, MSG_NOSIGNAL);

        if (count <= 0)
            return;
        at += count;
        len -= (size_t)count;
    }
}

static inline void
send_echo(int fd, const char *request)
{
    char head[100];

    snprintf(head, sizeof(head), HEAD "Content-Length: %zu\r\n\r\n",
             strlen(request));
    send_all(fd, head, strlen(head));
    send_all(fd, request, strlen(request));
}

static inline void
send_dated(int fd)
{
    time_t later = time(NULL) + 100;
    char reply[200];

    strftime(reply, sizeof(reply),
             "HTTP/1.1 503 Service Unavailable\r\nRetry-After: " DATE_AT
             "\r\n\r\n",
             gmtime(&later));
    send_all(fd, reply, strlen(reply));
}

/* /hop0 to /hop8 lead one further each. */
static inline void
send_hop(int fd, char number)
{
    char reply[100];

    snprintf(reply, sizeof(reply),
             "HTTP/1.1 302 Found\r\nLocation: /hop%c\r\n\r\n", number + 1);
    send_all(fd, reply, strlen(reply));
}

static inline int
answer(int fd, const char *request)
{
    size_t len = strcspn(request + 4, " ?");

    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        if (strlen(replies[i].path) != len
            || strncmp(request + 4, replies[i].path, len) != 0)
            continue;
        send_all(fd, replies[i].bytes, strlen(replies[i].bytes));
        return replies[i].hold_s;
    }
    if (strncmp(request + 4, "/dated", 6) == 0)
        send_dated(fd);
    else if (strncmp(request + 4, "/hop", 4) == 0)
        send_hop(fd, request[8]);
    else
        send_echo(fd, request);
    return 0;
}

static inline void
serve_one(int fd)
{
    static char request[8192];
    size_t len = 0;
    ssize_t count;
    int hold_s;

    while (strstr(request, "\r\n\r\n") == NULL) {
        count = recv(fd, request + len, sizeof(request) - 1 - len, 0);
        if (count <= 0)
            _exit(0);
        len += (size_t)count;
        if (request[0] == 0x16) /* a TLS hello */
            break;
    }
    hold_s = answer(fd, request);
    shutdown(fd, hold_s > 0 ? SHUT_RD : SHUT_WR);
    alarm(30);
    if (hold_s > 0)
        sleep((unsigned)hold_s);
    while (recv(fd, request, sizeof(request), 0) > 0)
        continue;
    _exit(0);
}

static inline void
serve(int listener)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve_one(fd);
        }
        close(fd);
    }
}

static inline int
listen_somewhere(int *number)
{
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(place);
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&place, len) < 0
        || listen(listener, 20) < 0
        || getsockname(listener, (struct sockaddr *)&place, &len) < 0)
        return -1;
    *number = ntohs(place.sin_port);
    return listener;
}

static inline int
start(void **state)
{
    static const char *const ignored[] = {"http_proxy",
                                          "https_proxy",
                                          "all_proxy",
                                          "HTTPS_PROXY",
                                          "ALL_PROXY",
                                          "no_proxy",
                                          "NO_PROXY",
                                          "AWS_ENDPOINT_URL",
                                          "AWS_REGION",
                                          "AWS_DEFAULT_REGION",
                                          "AWS_ACCESS_KEY_ID",
                                          "AWS_SECRET_ACCESS_KEY",
                                          "AWS_SESSION_TOKEN",
                                          "HOME",
                                          "AWS_SHARED_CREDENTIALS_FILE"};
    int listener = listen_somewhere(&port);

    (void)state;
    for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
        unsetenv(ignored[i]);
    server = fork();
    if (server == 0)
        serve(listener);
    close(listener);
    return server < 0 ? -1 : 0;
}

static inline int
stop(void **state)
{
    (void)state;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return 0;
}

#endif
