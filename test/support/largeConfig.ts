/** A configuration of any length, made of what real ones hold, the same at each run. */

/** At least `lines` lines; valid, with stick-tables, rules, ACLs and servers. */
export function largeConfig(lines: number): string {
  const text = [
    "global",
    "    nbthread 8",
    "defaults",
    "    mode http",
    "    timeout connect 5s",
    "    timeout client 30s",
    "    timeout server 30s",
    "    timeout tunnel 1h",
  ];
  for (let site = 0; text.length < lines; site++) text.push(...siteLines(site));
  return `${text.join("\n")}\n`;
}

function siteLines(site: number): string[] {
  const servers = Array.from(
    { length: 8 },
    (_, i) => `    server app${i} 192.0.2.${(site + i) % 250}:80${i}0 check inter 2s fall 3 rise 2 weight ${10 + i} maxconn 200`,
  );
  return [
    `frontend site${site}`,
    `    bind :${1024 + (site % 60000)} ssl crt /etc/haproxy/certs/site${site}.pem alpn h2,http/1.1`,
    `    acl is_api path_beg /api/v${site}`,
    `    acl is_static path_end .css .js .png "with blanks.gif"`,
    `    http-request track-sc0 src table counters${site}`,
    "    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 } is_api",
    `    http-request set-header X-Site "site ${site} of many" unless is_static # for the application`,
    "    http-response set-header Strict-Transport-Security max-age=31536000",
    `    use_backend app${site} if is_api or is_static`,
    `    default_backend app${site}`,
    "",
    `backend app${site}`,
    "    balance leastconn",
    "    option httpchk GET /health",
    "    http-check expect status 200",
    ...servers,
    "",
    `backend counters${site}`,
    "    stick-table type ipv6 size 100k expire 30s store gpc0,gpc1,conn_cnt,conn_rate(10s),http_req_rate(10s)",
    "",
  ];
}
