#include "ports/credentials.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILE_MOST = 64 << 10 };

static const char *
environment(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

bool
credentials_path(struct buffer *path)
{
    const char *named = environment("AWS_SHARED_CREDENTIALS_FILE");
    const char *home = environment("HOME");

    if (named != NULL)
        buffer_add_string(path, named);
    else if (home != NULL)
        buffer_printf(path, "%s/.aws/credentials", home);
    return path->len > 0;
}

/* Short, or it is none. */
static void
read_file(struct buffer *file)
{
    struct buffer path = {0};
    ssize_t count = 1;
    int fd = -1;

    if (credentials_path(&path))
        fd = open(buffer_string(&path), O_RDONLY | O_CLOEXEC);
    buffer_free(&path);
    buffer_reserve(file, FILE_MOST + 1);
    while (fd != -1 && count > 0 && file->len < FILE_MOST) {
        count = read(fd, file->at + file->len, FILE_MOST - file->len);
        if (count > 0)
            file->len += (size_t)count;
    }
    if (fd != -1)
        close(fd);
}

/* In its place in the file, ended there. */
static const char *
string_of(struct text value)
{
    char *at = (char *)value.at;

    at[value.len] = '\0';
    return at;
}

static void
take(struct credentials *credentials, struct text name, struct text value)
{
    if (value.len == 0)
        return;
    if (text_equal(name, TEXT("aws_access_key_id")))
        credentials->key_id = string_of(value);
    else if (text_equal(name, TEXT("aws_secret_access_key")))
        credentials->secret = string_of(value);
    else if (text_equal(name, TEXT("aws_session_token")))
        credentials->token = string_of(value);
}

static bool
is_profile(struct text line, const char *wanted)
{
    struct text name = text_from(line, 1);

    if (text_ends(name, TEXT("]")))
        name.len--;
    return text_equal(text_trim(name), text_of(wanted));
}

static void
load_file(struct credentials *credentials)
{
    const char *wanted = environment("AWS_PROFILE");
    struct text rest, line, name;
    bool is_ours = false;

    read_file(&credentials->file);
    buffer_string(&credentials->file);
    rest = buffer_text(&credentials->file);
    while (text_split(&rest, '\n', &line)) {
        line = text_trim(line);
        if (text_starts(line, TEXT("[")))
            is_ours = is_profile(line, wanted == NULL ? "default" : wanted);
        else if (is_ours && text_split(&line, '=', &name) && line.at != NULL)
            take(credentials, text_trim(name), text_trim(line));
    }
}

void
credentials_load(struct credentials *credentials)
{
    *credentials =
        (struct credentials){.key_id = environment("AWS_ACCESS_KEY_ID"),
                             .secret = environment("AWS_SECRET_ACCESS_KEY"),
                             .token = environment("AWS_SESSION_TOKEN")};
    if (credentials->key_id == NULL && credentials->secret == NULL) {
        credentials->token = NULL;
        load_file(credentials);
    }
    if (credentials->secret == NULL)
        credentials->key_id = NULL;
}

void
credentials_free(struct credentials *credentials)
{
    if (credentials->file.at != NULL)
        explicit_bzero(credentials->file.at, credentials->file.len);
    buffer_free(&credentials->file);
}
