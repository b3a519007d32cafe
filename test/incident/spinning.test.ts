/** What HAProxy says of an object that spins: one line to 2.8, a dump of the stream from 2.9 on. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { summaryOf } from "../../server/src/features/diagnosisSummary.ts";
import { fieldsOfLine } from "../../server/src/incident/logText.ts";
import { readIncidents } from "../../server/src/incident/read.ts";

const head = (object: string) =>
  `A bogus ${object} [0x5577779da770] is spinning at 373517 calls per second and refuses to die, aborting now! Please report this error to developers`;
const inOneLine = `[ALERT]    (20362) : ${head("STREAM")} [strm=0x5577779da770,c4a src=198.51.100.7 fe=web be=app dst=srv1 txn=0x55,3000 txn.req=MSG_DONE,4c txn.rsp=MSG_DATA,d rqf=6884e868 rqa=0 rpf=8000a868 rpa=20000000 scf=0x7fc4,EST,20048 scb=0x7fc5,EST,41018 af=(nil),0 sab=(nil),0 cof=0x55777798a8a0,80003300:H2(0x557777accef0)/SSL(0x557777b540a0)/tcpv4(1683) cob=0x557777d35bc0,42300:H1(0x557777db9dc0)/RAW((nil))/tcpv4(1703) filters={0x557777cfacf0="cache store filter", 0x557777cfacf8="compression filter"}]`;
const stats = `[ALERT]    (20362) : ${head("APPCTX")} [strm=0x55,8 src=198.51.100.7 fe=web be=stats dst=<STATS> rqf=4d800000 rqa=8000 rpf=82040002 rpa=4000000 scf=0x7fc4,EST,20048 scb=0x7fc5,EST,41018 af=(nil),0 sab=0x56,2 cof=0x57,80201366:H1(0x58)/RAW((nil))/tcpv4(22) cob=(nil),0:NONE((nil))/NONE((nil))/NONE(0) filters={}] applet=0x5d20(http_stats_applet) handler=0x5d10(http_stats_io_handler)`;
const dump = `[ALERT]    (8) : ${head("STREAM")}:
  0x7467ac07f260: [26/Jun/2025:02:47:53.276537] id=111 proto=tcpv4 source=198.51.100.227:64993
   flags=0x2580a, conn_retries=3, conn_exp=<NEVER> conn_et=0x010 srv_conn=(nil), pend_pos=(nil) waiting=0 epoch=0
   frontend=web (id=4 mode=http), listener=? (id=1) addr=198.51.100.1:443
   backend=app (id=13 mode=http) addr=:::30686
   server=srv1 (id=1) addr=192.0.2.1:10540
   scf=0x7467ac06e680 flags=0x0001c420 ioto=30s state=EST endp=CONN,0x7467ac07f140,0x40501001 sub=3 rex=<NEVER> wex=29s rto=26s wto=29s
       co0=0x7467ac0ab2a0 ctrl=tcpv4 xprt=SSL mux=H2 data=STRM target=LISTENER:0x5fb0a0
   scb=0x7467ac06e9e0 flags=0x00008411 ioto=0s state=INI endp=NONE,(nil),0x50000001 sub=0 rex=<NEVER> wex=<NEVER> rto=<NEVER> wto=<NEVER>
   filters={0x7467ac06f000="compression filter"}
[NOTICE]   (1) : haproxy version is 3.2.1-abc
[ALERT]    (1) : Current worker (8) exited with code 134 (Aborted)`;

const read = (log: string) => readIncidents(log).map(({ kind, exitCode, spinning }) => ({ kind, exitCode, spinning }));

describe("a spinning object", () => {
  test("has all in one line to 2.8", () => {
    expect(read(inOneLine)).toMatchObject([
      {
        kind: "spinning",
        spinning: {
          object: "STREAM",
          rate: 373517,
          stream: { source: "198.51.100.7", frontend: "web", backend: "app", server: "srv1", backState: "EST", muxes: ["H2", "H1"] },
          filters: ["cache store filter", "compression filter"],
        },
      },
    ]);
  });

  test("has a dump of its stream from 2.9 on", () => {
    expect(read(dump)).toMatchObject([
      {
        exitCode: 134,
        spinning: {
          stream: { source: "198.51.100.227:64993", frontend: "web", backend: "app", server: "srv1", backState: "INI", muxes: ["H2"] },
          filters: ["compression filter"],
        },
      },
    ]);
  });

  test("is told by its applet and the function that it calls", () => {
    expect(read(stats)[0]?.spinning).toMatchObject({ object: "APPCTX", applet: "<STATS>", handler: "http_stats_io_handler" });
  });

  test("is summed up in a line", () => {
    expect(summaryOf(diagnose(readIncidents(dump)[0]!, { language: "en" })).spinning).toBe(
      "STREAM, 373517 calls per second; web > app > srv1; connections: H2; filters: compression filter",
    );
  });

  test("is explained field by field, both connections too", () => {
    const values = fieldsOfLine(inOneLine).map(({ name, value }) => `${name}=${value}`);
    expect(values).toEqual(expect.arrayContaining(["strm=0x5577779da770", "rqa=0", "scb state=EST", "mux=H2", "mux=H1", "fd=1703"]));
  });

  test("takes no lines from the crash after it", () => {
    const panic =
      "Thread 1 is about to kill the process.\n*>Thread 1 : id=0x7f act=1\n      1/1    stuck=1\n   frontend=other (id=2 mode=http)";
    expect(read(`${dump}\n${panic}`).map(({ spinning }) => spinning?.stream?.frontend)).toEqual(["web", undefined]);
  });
});
