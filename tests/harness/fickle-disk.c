/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FUSE_USE_VERSION 31

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* usage: fickle-disk FOLDER MOUNT_POINT
 *
 * A file system that shows FOLDER at MOUNT_POINT, and does what disks and network drives do under the programs that use them:
 * as long as there is a file FOLDER.read-only nothing can be written (EROFS), as long as there is a FOLDER.gone nothing answers (EIO).
 * An ordinary file system does neither while a file is open for writing, unless it is broken for good. Runs in the foreground. */

static char folder[PATH_MAX];

static int
look (const char *ending, int answer)
{
  char mark[PATH_MAX + 16];
  snprintf (mark, sizeof mark, "%s%s", folder, ending);
  return access (mark, F_OK) == 0 ? -answer : 0;
}

/* 0, or what stands against it. */
static int
try (int writing)
{
  int gone = look (".gone", EIO);
  return gone != 0 || !writing ? gone : look (".read-only", EROFS);
}

static const char *
place (const char *path, char *buffer)
{
  snprintf (buffer, PATH_MAX, "%s%s", folder, path);
  return buffer;
}

static int
told (int result)
{
  return result < 0 ? -errno : result;
}

static int
disk_getattr (const char *path, struct stat *info, struct fuse_file_info *file)
{
  char buffer[PATH_MAX];
  int no = try (0);
  if (no != 0)
    return no;
  return told (file != NULL ? fstat ((int) file->fh, info) : lstat (place (path, buffer), info));
}

static int
disk_readdir (const char *path, void *list, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *file, enum fuse_readdir_flags flags)
{
  char buffer[PATH_MAX];
  int no = try (0);
  DIR *dir = no == 0 ? opendir (place (path, buffer)) : NULL;
  if (dir == NULL)
    return no != 0 ? no : -errno;
  for (struct dirent *entry = readdir (dir); entry != NULL; entry = readdir (dir))
    fill (list, entry->d_name, NULL, 0, 0);
  closedir (dir);
  return 0;
}

static int
open_place (const char *path, int flags, mode_t mode, struct fuse_file_info *file)
{
  char buffer[PATH_MAX];
  int no = try ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0);
  if (no != 0)
    return no;
  int fd = open (place (path, buffer), flags | O_CLOEXEC, mode);
  if (fd < 0)
    return -errno;
  file->fh = (uint64_t) fd;
  return 0;
}

static int
disk_open (const char *path, struct fuse_file_info *file)
{
  return open_place (path, file->flags, 0, file);
}

static int
disk_create (const char *path, mode_t mode, struct fuse_file_info *file)
{
  return open_place (path, file->flags | O_CREAT, mode, file);
}

static int
disk_release (const char *path, struct fuse_file_info *file)
{
  return told (close ((int) file->fh));
}

static int
disk_read (const char *path, char *bytes, size_t size, off_t offset, struct fuse_file_info *file)
{
  int no = try (0);
  return no != 0 ? no : told ((int) pread ((int) file->fh, bytes, size, offset));
}

static int
disk_write (const char *path, const char *bytes, size_t size, off_t offset, struct fuse_file_info *file)
{
  int no = try (1);
  return no != 0 ? no : told ((int) pwrite ((int) file->fh, bytes, size, offset));
}

static int
disk_fsync (const char *path, int data_only, struct fuse_file_info *file)
{
  return try (0);
}

static int
disk_truncate (const char *path, off_t size, struct fuse_file_info *file)
{
  char buffer[PATH_MAX];
  int no = try (1);
  if (no != 0)
    return no;
  return told (file != NULL ? ftruncate ((int) file->fh, size) : truncate (place (path, buffer), size));
}

static int
disk_mkdir (const char *path, mode_t mode)
{
  char buffer[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (mkdir (place (path, buffer), mode));
}

static int
disk_unlink (const char *path)
{
  char buffer[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (unlink (place (path, buffer)));
}

static int
disk_rmdir (const char *path)
{
  char buffer[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (rmdir (place (path, buffer)));
}

static int
disk_rename (const char *from, const char *to, unsigned int flags)
{
  char old_place[PATH_MAX], new_place[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (rename (place (from, old_place), place (to, new_place)));
}

static int
disk_chmod (const char *path, mode_t mode, struct fuse_file_info *file)
{
  char buffer[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (chmod (place (path, buffer), mode));
}

static int
disk_utimens (const char *path, const struct timespec times[2], struct fuse_file_info *file)
{
  char buffer[PATH_MAX];
  int no = try (1);
  return no != 0 ? no : told (utimensat (AT_FDCWD, place (path, buffer), times, AT_SYMLINK_NOFOLLOW));
}

int
main (int argc, char **argv)
{
  static const struct fuse_operations operations = {
    .getattr = disk_getattr, .readdir = disk_readdir, .open = disk_open, .create = disk_create, .release = disk_release,
    .read = disk_read, .write = disk_write, .fsync = disk_fsync, .truncate = disk_truncate, .mkdir = disk_mkdir,
    .unlink = disk_unlink, .rmdir = disk_rmdir, .rename = disk_rename, .chmod = disk_chmod, .utimens = disk_utimens,
  };
  if (argc != 3 || realpath (argv[1], folder) == NULL)
    {
      fputs ("usage: fickle-disk FOLDER MOUNT_POINT\n", stderr);
      return 2;
    }
  char *arguments[] = { argv[0], (char *) "-f", (char *) "-s", (char *) "-o", (char *) "default_permissions", argv[2], NULL };
  return fuse_main (6, arguments, &operations, NULL);
}
