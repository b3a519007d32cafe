/** A log of HAProxy's ordinary traffic, the same at each run. */

/** At least `size` characters, whole lines. */
export function ordinaryLog(size: number): string {
  let seed = 1;
  const upTo = (bound: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % bound;
  };
  const lines: string[] = [];
  for (let length = 0; length < size; ) {
    const line = lines.length % 50 === 49 ? eventLine(upTo) : trafficLine(upTo);
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join("\n")}\n`;
}

function trafficLine(upTo: (bound: number) => number): string {
  const client = `203.0.113.${upTo(255)}:${30000 + upTo(9999)}`;
  const timers = `${upTo(9)}/0/${upTo(9)}/${upTo(900)}/${upTo(1000)}`;
  const request = `"GET /api/v1/items/${upTo(1e6)}?q=%23${upTo(99)} HTTP/1.1"`;
  return `Mar 18 13:${10 + upTo(49)}:08 gw12 haproxy[2390480]: ${client} [18/Mar/2025:13:54:08.${100 + upTo(899)}] fe_web~ be_app/srv${upTo(9)} ${timers} 200 ${upTo(90000)} - - ---- ${upTo(900)}/${upTo(800)}/${upTo(50)}/0/0 0/0 {example.org|Mozilla/5.0 (X11; Linux x86_64)} ${request}`;
}

/** What else an ordinary day holds; some of it comes close to the words of a crash. */
function eventLine(upTo: (bound: number) => number): string {
  const events = [
    'haproxy[2390480]: Server be_app/srv1 is DOWN, reason: Layer4 timeout, info: "SSL handshake failure", check duration: 2001ms.',
    "haproxy[2390480]: Connect from 198.51.100.7:52766 to 198.51.100.8:443 (fe_web/HTTP)",
    "haproxy[2390478]: [NOTICE]   (2390478) : haproxy version is 3.0.2-05d158f",
    "haproxy[2390478]: [WARNING]  (2390478) : Former worker (2390001) exited with code 0 (Exit)",
    "haproxy[2390480]: 198.51.100.7:5522 [18/Mar/2025:13:54:08.114] fe_web/1: SSL handshake failure",
    "systemd[1]: haproxy.service: Main process exited, code=exited, status=0/SUCCESS",
    "haproxy[2390480]: fe_web: issue #0 of today, thread 0 with signal 10",
  ];
  return `Mar 18 13:54:08 gw12 ${events[upTo(events.length)]}`;
}
