/* Watches, and where asked breaks, everything that a process does to the files below a directory.

   Loaded with LD_PRELOAD, so that Python and SQLite are both seen, in all threads and in order.

   JOURNAL_ROOT     the directory; nothing outside of it is touched or told
   JOURNAL_FILE     where every change is told, with its bytes (tests/torture/journal.py reads it)
   JOURNAL_KILL     n: at the n-th change the process is killed; before it, or in the middle of a write
   JOURNAL_FAULT    n: the n-th change fails, once or (JOURNAL_FOREVER=1) with all after it,
   JOURNAL_ERRNO    with this error;
   JOURNAL_KINDS    of these kinds only: letters of the records below (default: all)
   JOURNAL_MATCH    and of paths that hold this text (default: any)

   A record: kind, inode, offset, length of path, of second path, of bytes; then those three.
   An fsync makes durable what was written before it began, and is told at its begin and its end. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 'c', OPEN = 'o', WRITE = 'w', TRUNCATE = 't', SYNC_BEGIN = 'b', SYNC_END = 'e',
       RENAME = 'r', UNLINK = 'u', MKDIR = 'm', RMDIR = 'd', SYNC_DIRECTORY = 's' };

struct head { uint64_t kind, inode, offset, path, second, bytes; };

#define MOST 65536
static char *path_of[MOST];          /* of the open descriptors below the root */
static char root[PATH_MAX], match[256], kinds[32];
static size_t root_length;
static int out = -1, fault_errno, forever;
static long kill_at = -1, fault_at = -1, changes, matching;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

static void text(const char *name, char *to, size_t size) {
    const char *found = getenv(name);
    if (found) { strncpy(to, found, size - 1); }
}

__attribute__((constructor)) static void begin(void) {
    text("JOURNAL_ROOT", root, sizeof root);
    text("JOURNAL_MATCH", match, sizeof match);
    text("JOURNAL_KINDS", kinds, sizeof kinds);
    root_length = strlen(root);
    kill_at = number("JOURNAL_KILL", -1);
    fault_at = number("JOURNAL_FAULT", -1);
    fault_errno = (int)number("JOURNAL_ERRNO", EIO);
    forever = (int)number("JOURNAL_FOREVER", 0);
    const char *file = getenv("JOURNAL_FILE");
    if (file) out = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_below(const char *path) {
    return root_length && !strncmp(path, root, root_length) &&
           (path[root_length] == '/' || path[root_length] == 0);
}

/* The absolute path, or 0 where it lies elsewhere. */
static int resolved(int at, const char *path, char *to) {
    char base[PATH_MAX] = "", link[64];
    if (!path) return 0;
    if (path[0] == '/') {
        snprintf(to, PATH_MAX, "%s", path);
    } else {
        if (at == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t length = readlink(link, base, sizeof base - 1);
            if (length < 0) return 0;
            base[length] = 0;
        }
        if (snprintf(to, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    return is_below(to);
}

static void emit(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length) {
        ssize_t written = syscall(SYS_write, out, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) abort();
        at += written;
        length -= (size_t)written;
    }
}

static void tell(char kind, uint64_t inode, uint64_t offset, const char *path, const char *second,
                 const void *bytes, size_t length) {
    if (out < 0) return;
    int kept = errno;
    struct head head = { (uint64_t)kind, inode, offset, strlen(path), strlen(second), length };
    emit(&head, sizeof head);
    emit(path, head.path);
    emit(second, head.second);
    emit(bytes, length);
    errno = kept;
}

/* Whether the change fails; nonzero sets errno. To be called with the guard held. */
static int fails(char kind, const char *path) {
    if (++changes == kill_at) raise(SIGKILL);
    if (fault_at < 0 || (kinds[0] && !strchr(kinds, kind))) return 0;
    if (match[0] && !strstr(path, match)) return 0;
    matching++;
    if (matching != fault_at && !(forever && matching > fault_at)) return 0;
    errno = fault_errno;
    return 1;
}

static uint64_t inode_of(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) ? 0 : status.st_ino;
}

/* -- open ------------------------------------------------------------------------------------- */

static int opened(int at, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    int is_ours = resolved(at, path, full);
    if (!is_ours) return (int)syscall(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&guard);
    int is_new = (flags & O_CREAT) && access(full, F_OK);
    int descriptor = -1;
    if (!(is_new && fails(CREATE, full)))
        descriptor = (int)syscall(SYS_openat, at, path, flags, mode);
    if (descriptor >= 0 && descriptor < MOST) {
        free(path_of[descriptor]);
        path_of[descriptor] = strdup(full);
        uint64_t inode = inode_of(descriptor);
        tell(is_new ? CREATE : OPEN, inode, 0, full, "", "", 0);
        if ((flags & O_TRUNC) && !is_new) tell(TRUNCATE, inode, 0, full, "", "", 0);
    }
    pthread_mutex_unlock(&guard);
    return descriptor;
}

#define MODE(flags) mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); \
        mode = (mode_t)va_arg(rest, int); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __openat_2(int at, const char *path, int flags) { return opened(at, path, flags, 0); }
int __openat64_2(int at, const char *path, int flags) { return opened(at, path, flags, 0); }
int creat(const char *path, mode_t mode) {
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int descriptor) {
    if (descriptor == out) { errno = EBADF; return -1; }
    if (descriptor >= 0 && descriptor < MOST && path_of[descriptor]) {
        pthread_mutex_lock(&guard);
        free(path_of[descriptor]);
        path_of[descriptor] = NULL;
        pthread_mutex_unlock(&guard);
    }
    return (int)syscall(SYS_close, descriptor);
}

static const char *watched(int descriptor) {
    return descriptor >= 0 && descriptor < MOST ? path_of[descriptor] : NULL;
}

/* -- write ------------------------------------------------------------------------------------ */

static ssize_t written(int descriptor, const void *bytes, size_t length, off_t offset) {
    const char *path = watched(descriptor);
    if (!path) return offset < 0 ? syscall(SYS_write, descriptor, bytes, length)
                                 : syscall(SYS_pwrite64, descriptor, bytes, length, offset);
    pthread_mutex_lock(&guard);
    ssize_t count = -1;
    off_t start = offset;
    struct stat status;
    if (start < 0) {
        int flags = fcntl(descriptor, F_GETFL);
        start = flags & O_APPEND && !fstat(descriptor, &status) ? status.st_size
                                                                : lseek(descriptor, 0, SEEK_CUR);
    }
    int is_last = changes + 1 == kill_at && kill_at % 2;  /* torn: half of it, then the end */
    if (is_last) length /= 2, changes++;
    if (is_last || !fails(WRITE, path)) {
        count = offset < 0 ? syscall(SYS_write, descriptor, bytes, length)
                           : syscall(SYS_pwrite64, descriptor, bytes, length, offset);
        if (count > 0) tell(WRITE, inode_of(descriptor), (uint64_t)start, path, "", bytes, (size_t)count);
    }
    if (is_last) raise(SIGKILL);
    pthread_mutex_unlock(&guard);
    return count;
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
    return written(descriptor, bytes, length, -1);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
    return written(descriptor, bytes, length, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
    return written(descriptor, bytes, length, offset);
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (!watched(descriptor)) return syscall(SYS_writev, descriptor, parts, count);
    ssize_t sum = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].iov_len) continue;
        ssize_t done = written(descriptor, parts[i].iov_base, parts[i].iov_len, -1);
        if (done < 0) return sum ? sum : -1;
        sum += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return sum;
}

static int truncated(int descriptor, off_t size) {
    const char *path = watched(descriptor);
    if (!path) return (int)syscall(SYS_ftruncate, descriptor, size);
    pthread_mutex_lock(&guard);
    int result = fails(TRUNCATE, path) ? -1 : (int)syscall(SYS_ftruncate, descriptor, size);
    if (!result) tell(TRUNCATE, inode_of(descriptor), (uint64_t)size, path, "", "", 0);
    pthread_mutex_unlock(&guard);
    return result;
}
int ftruncate(int descriptor, off_t size) { return truncated(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { return truncated(descriptor, size); }

/* -- sync ------------------------------------------------------------------------------------- */

static int synced(int descriptor, long call) {
    const char *path = watched(descriptor);
    if (!path) return (int)syscall(call, descriptor);
    struct stat status;
    int is_directory = !fstat(descriptor, &status) && S_ISDIR(status.st_mode);
    uint64_t thread = (uint64_t)syscall(SYS_gettid);
    pthread_mutex_lock(&guard);
    int failed = fails(SYNC_BEGIN, path);
    if (!failed) tell(SYNC_BEGIN, status.st_ino, thread, path, "", "", 0);
    pthread_mutex_unlock(&guard);
    if (failed) { errno = fault_errno; return -1; }
    int result = (int)syscall(call, descriptor);
    pthread_mutex_lock(&guard);
    if (!result) tell(is_directory ? SYNC_DIRECTORY : SYNC_END, status.st_ino, thread, path, "", "", 0);
    pthread_mutex_unlock(&guard);
    return result;
}
int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

/* -- names ------------------------------------------------------------------------------------ */

static int renamed(int from, const char *old, int to, const char *new, unsigned flags) {
    char first[PATH_MAX], second[PATH_MAX];
    int is_ours = resolved(from, old, first) && resolved(to, new, second);
    if (!is_ours) return (int)syscall(SYS_renameat2, from, old, to, new, flags);
    pthread_mutex_lock(&guard);
    int result = fails(RENAME, second) ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, flags);
    if (!result) tell(RENAME, 0, 0, first, second, "", 0);
    pthread_mutex_unlock(&guard);
    return result;
}
int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return renamed(from, old, to, new, 0); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return renamed(from, old, to, new, flags);
}

static int removed(int at, const char *path, int flags) {
    char full[PATH_MAX];
    if (!resolved(at, path, full)) return (int)syscall(SYS_unlinkat, at, path, flags);
    char kind = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    pthread_mutex_lock(&guard);
    int result = fails(kind, full) ? -1 : (int)syscall(SYS_unlinkat, at, path, flags);
    if (!result) tell(kind, 0, 0, full, "", "", 0);
    pthread_mutex_unlock(&guard);
    return result;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int at, const char *path, mode_t mode) {
    char full[PATH_MAX];
    if (!resolved(at, path, full)) return (int)syscall(SYS_mkdirat, at, path, mode);
    pthread_mutex_lock(&guard);
    int result = fails(MKDIR, full) ? -1 : (int)syscall(SYS_mkdirat, at, path, mode);
    if (!result) tell(MKDIR, 0, 0, full, "", "", 0);
    pthread_mutex_unlock(&guard);
    return result;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }
