/** Lists of mappings as the kernel writes them. */

interface Shape {
  readonly threads: number;
  /** Pieces of 84 KB with holes of 8 KB, as jemalloc leaves them on a strict machine. */
  readonly holes?: number;
  /** Arenas of glibc: 132 KB writable of 64 MB reserved. */
  readonly arenas?: number;
}

export function listOfMaps({ threads, holes = 0, arenas = 0 }: Shape): string {
  const lines: string[] = [];
  let at = 0x55d000000000;
  const add = (size: number, access: string, path = "", inode = 0) => {
    lines.push(
      `${at.toString(16)}-${(at + size).toString(16)} ${access} 00000000 ${inode === 0 ? "00:00" : "08:01"} ${inode} ${path}`.padEnd(40),
    );
    at += size;
  };
  add(0x300000, "r-xp", "/usr/sbin/haproxy", 7);
  add(0x20000, "rw-p", "/usr/sbin/haproxy", 7);
  add(0x80000, "rw-p", "[heap]");
  at = 0x7f0000000000;
  for (let i = 0; i < arenas; i++) {
    add(132 * 1024, "rw-p");
    add(64 * 1024 ** 2 - 132 * 1024, "---p");
  }
  at = 0x7f8000000000;
  for (let i = 0; i < holes; i++) {
    add(84 * 1024, "rw-p");
    add(8 * 1024, "---p");
  }
  if (holes > 0) add(84 * 1024, "rw-p");
  at += 1024 ** 3;
  for (let i = 0; i < threads; i++) {
    add(4096, "---p");
    add(8 * 1024 ** 2, "rw-p");
  }
  at += 1024 ** 3;
  add(0x1000, "r-xp", "/usr/lib/libc.so.6", 9);
  add(0x1000, "rw-p", "/usr/lib/libc.so.6", 9);
  at += 1024 ** 3;
  add(0x21000, "rw-p", "[stack]");
  add(0x1000, "r-xp", "[vdso]");
  lines.push("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]");
  return `${lines.join("\n")}\n`;
}
