/** What the pictures show besides the workspace of the tests. */

export const gateway = `# haproxy: 3.2.4
global
    log stdout format raw local0
    stats socket /run/haproxy/admin.sock mode 660 level admin

defaults
    mode http
    log global
    option httplog
    timeout connect 5s
    timeout client 30000
    timeout server 30s
    timeout http-request 10s

frontend www
    bind :80
    bind :443 ssl crt /etc/haproxy/certs/ alpn h2,http/1.1
    http-request redirect scheme https unless { ssl_fc }
    http-request track-sc0 src table clients
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    http-request set-header X-Forwarded-Proto https
    acl is_api path_beg /api/
    use_backend api if is_api
    use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts.map)]
    default_backend shop

backend shop
    balance leastconn
    option httpchk GET /health
    cookie SRV insert indirect nocache
    server shop1 192.0.2.11:8080 check cookie s1
    server shop2 192.0.2.12:8080 check cookie s2

backend api
    http-request cache-use replies
    retry-on conn-failure 503
    server api1 192.0.2.21:8443 ssl verify required ca-file /etc/haproxy/ca.pem check

backend clients
    stick-table type ipv6 size 1m expire 10m store http_req_rate(10s),conn_cur,bytes_out_rate(1m)

cache replies
    total-max-size 64
    max-age 60
`;

export const sections = {
  "haproxy.cfg": "# haproxy: 3.2.4\ndefaults base\n    mode http\n    timeout connect 5s\n    timeout client 30s\n    timeout server 30s\n",
  "haproxy.service": "[Service]\nExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d\n",
  "conf.d/10-web.cfg":
    "frontend web from base\n    bind :80\n    acl is_api path_beg /api\n    use_backend api if is_api\n    default_backend app\n\nbackend app from base\n    server app1 192.0.2.11:8080 check\n",
  "conf.d/20-api.cfg": "backend api from base\n    server api1 192.0.2.21:8080 check\n",
} as const;

export const mistakes = `# haproxy: 3.2.4
defaults
    mode http
    timeout connect 5s
    timeout client 30s

frontend www
    bind :80
    http-request set-heade X-Forwarded-Proto https
    http-request deny if { path_begin /admin }
    http-request set-var(txn.host) req.hdr(host),lowr
    use_backend be_shp if { path_beg /shop }
    use_backend be_api if is_api
    default_backend be_shop

backend be_shop
    balance leastcon
    option httpchck
    server shop1 192.0.2.11:8080 chek inter 2
    server shop1 192.0.2.12:8080 check

backend be_api
    errorloc 503 https://status.example.com/
    server api1 192.0.2.21:8443 ssl verify none
`;

/** A word of every kind that has a colour. */
export const palette = `# haproxy: 3.2.4
global
    maxconn 20000
    setenv SITE "eu west"
    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets

.if version_atleast(3.0) && feature(OPENSSL)
    # region certificates
    ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
.endif

defaults web
    mode http
    log global
    timeout client 30s
    log-format "%ci:%cp [%tr] %ft %b/%s %ST %B \${SITE} %{+Q}r %[var(txn.user),json]"
    errorfile 503 /etc/haproxy/503.http

peers cluster
    peer lb1 192.0.2.1:1024

frontend www from web
    bind :443,[2001:db8::1]:443 ssl crt "/etc/haproxy/my certs/" alpn h2,http/1.1
    acl is_api path_beg,lower -i /api/ /v2/ if
    acl busy avg_queue(shop) gt 10
    http-request set-var(txn.user) req.hdr(x-user),lower if is_api !busy or { src 192.0.2.0/24 }
    http-request return status 429 content-type "text/plain" lf-string "busy %[src]\\n" if busy
    http-request replace-path ^/old/(.*)$ /new/\\1
    http-request lua.sign
    http-response set-header Strict-Transport-Security "max-age=31536000"
    use_backend %[req.hdr(host),map_dom(/etc/haproxy/hosts.map,shop)]
    default_backend shop

backend shop from web
    balance hash req.hdr(x-user)
    retry-on conn-failure 503
    server shop1 192.0.2.11:8080 check inter 2s weight 50 cookie s1
    server shop2 unix@/run/shop.sock backup disabled
`;
