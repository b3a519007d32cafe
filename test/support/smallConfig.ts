/** A configuration in which editors find something of every kind; lines count from 0, the cursor is asked for behind `unfinished`. */
export const smallConfig = `# haproxy: 3.0.2
defaults
    mode http
    timeout client 30s
    timeout connect 5s
    timeout server 30s
frontend www
    bind :80
    use_backend missing if { path /x }
    default_backend app
    http-request de
backend app
  server s1 192.0.2.1:80 check
`;
export const linesOf = { timeout: 4, missing: 8, use: 9, unfinished: 10, declared: 11 };
