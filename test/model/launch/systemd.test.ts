/** Units of systemd and their files of variables. */
import { describe, expect, test } from "vitest";
import { launchOfService, launchOfVariables, readService, readVariables } from "../../../server/src/model/launch/systemd.ts";

const none = new Map<string, string>();

describe("a unit", () => {
  const packaged = `[Unit]
Description=HAProxy
[Service]
EnvironmentFile=-/etc/default/haproxy
Environment="CONFIG=/etc/haproxy/haproxy.cfg" "PIDFILE=/run/haproxy.pid" "EXTRAOPTS=-S /run/haproxy-master.sock"
ExecStart=/usr/sbin/haproxy -Ws -f $CONFIG \\
  -p $PIDFILE $EXTRAOPTS
`;
  const launched = (texts: string[], files = none) => launchOfService("haproxy.service", readService(texts), files)?.paths;

  test("has its files from its command and its variables", () => {
    expect(launched([packaged])).toEqual(["/etc/haproxy/haproxy.cfg"]);
    expect(readService([packaged]).environmentFiles).toEqual(["/etc/default/haproxy"]);
  });

  test("is changed by drop-ins, which empty lists before they fill them", () => {
    const dropIn = "[Service]\nExecStart=\nExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/a.cfg -f /etc/haproxy/conf.d\n";
    expect(launched([packaged, dropIn])).toEqual(["/etc/haproxy/a.cfg", "/etc/haproxy/conf.d"]);
    const variables = '[Service]\nEnvironment="EXTRAOPTS=-f /etc/haproxy/conf.d"\n';
    expect(launched([packaged, variables])).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
    expect(launched([variables])).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
  });

  test("takes the variables of its files over its own", () => {
    const files = readVariables('# options\nexport CONFIG="/srv/lb.cfg" # ours\nEXTRAOPTS="-f /srv/more.cfg"\n');
    expect(launched([packaged], new Map(files))).toEqual(["/srv/lb.cfg", "/srv/more.cfg"]);
  });

  test("of another program, or of many instances, tells nothing", () => {
    expect(launched(["[Service]\nExecStart=/usr/sbin/nginx -f x\n"])).toBeUndefined();
    expect(launched(["[Service]\nExecStart=/usr/sbin/haproxy -f /etc/haproxy/%i.cfg -f /etc/haproxy/b.cfg\n"])).toBeUndefined();
  });
});

test("a file of variables alone is read as packages use it", () => {
  const paths = (text: string) => launchOfVariables("haproxy", readVariables(text))?.paths;
  expect(paths('EXTRAOPTS="-f /etc/haproxy/conf.d -de"')).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
  expect(paths("CONFIG=/a.cfg\nCFGDIR=/b\nOPTIONS=")).toEqual(["/a.cfg", "/b"]);
  expect(paths("#CONFIG=/a.cfg\nENABLED=1")).toBeUndefined();
});
