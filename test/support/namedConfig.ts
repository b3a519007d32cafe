/** Configurations that HAProxy accepts and in which few names stand for many things, so that a reader who mixes them up is found out. */
import { randomly } from "./randomly.ts";

/** A seed gives the same text each time. `twins`: a frontend has the name of a backend, of which HAProxy warns from 3.1 on. */
export function namedConfig(seed: number, twins = true): string {
  const random = randomly(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.6);
  const quoted = (text: string) => (random() < 0.15 ? `"${text}"` : random() < 0.08 ? `'${text}'` : text);
  const backends = ["a", "b", "web", ...some(["a.b", "api", "web1"])];
  const servers = (backend: string) => ["a", "web", `${backend}1`];
  const acls = ["a", "web", "is_a", ...some(["A", "txn", "or_b"])];
  const condition = () => {
    const backend = pick(backends);
    const terms = [
      ...[
        `${pick(["", "!"])}${pick(acls)}`,
        `{ nbsrv(${backend}) gt 0 }`,
        `{ srv_is_up(${quoted(`${backend}/${pick(servers(backend))}`)}) }`,
      ],
      ...["{ sc_get_gpc0(0,t) gt 1 }", "{ src,table_gpc0(p/t) gt 1 }", "{ http_auth(a) }", "{ http_auth_group(a) web a }"],
      ...["{ var(txn.a) -m str a }", "TRUE", `{ acl(${pick(acls)},!${pick(acls)}) }`, "{ src,in_table(t) }"],
    ];
    return `${pick(["if", "unless"])} ${pick(terms)} ${pick(["", "or ", "|| "])}${quoted(pick(acls))} ${pick(terms)}`;
  };
  const format = () => quoted(`%[var(${pick(["txn.a", "txn.web", "proc.a"])})]%[nbsrv(${pick(backends)})]`);
  const rules = () =>
    some([
      ...[`http-request deny ${condition()}`, `http-request set-var(txn.a) str(a),concat(a,txn.web,b) ${condition()}`],
      ...[`http-request set-header a ${format()} ${condition()}`, "http-request set-var(txn.web,ifexists) var(txn.a),add(txn.a)"],
      ...["http-request track-sc0 src table t", "http-request track-sc1 src table p/t", "http-request unset-var(txn.web)"],
      ...["http-request cache-use a", "http-response cache-store a", "http-request do-resolve(txn.ip,a,ipv4) str(a)"],
      ...["http-request deny errorfiles a if a", "errorfiles a", `http-request return status 200 content-type a lf-string ${format()}`],
    ]);
  const lines = (list: readonly string[]) => list.map((line) => `    ${line}`).join("\n");
  const declared = () => acls.map((name, i) => `acl ${quoted(name)} path /${acls[acls.length - 1 - i]}`);
  const frontend = (name: string) => `frontend ${name} from base
    bind "127.0.0.1:\${PORT}"
${lines([...declared(), ...rules()])}
    use_backend ${quoted(pick(backends))} ${condition()}
    default_backend ${pick(backends)}`;
  const backend = (name: string) => `backend ${name} from plain
${lines([...declared(), ...rules()])}
    server a 127.0.0.1:81 check
    server-template ${name} 2 127.0.0.1:82 track a
    server web 127.0.0.1:83 track ${name}/a
    use-server ${quoted(pick(["a", "web", `${name}2`]))} ${condition()}`;
  return `global
    setenv PORT 8080
    set-var proc.a str(a)
    localpeer a
defaults plain
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
defaults base from plain
    acl a path /a
    http-request deny if a
userlist a
    group a users web
    group web
    user a insecure-password a groups a,web
    user web insecure-password web
resolvers a
    nameserver a 127.0.0.1:53
cache a
    total-max-size 4
http-errors a
peers p
    peer a 127.0.0.1:10001
    table t type ip size 1k store gpc0
${frontend(twins ? "a" : "edge")}
${frontend("front")}
${backends.map(backend).join("\n")}
backend t from plain
    stick-table type ip size 1k store gpc0 peers p
listen l from plain
    bind 127.0.0.1:8081
    acl a path /l
    http-request deny if a !{ srv_is_up(a) } { srv_is_up(l/a) }
    server a 127.0.0.1:84
`;
}
