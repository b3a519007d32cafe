/** Tells whether the stack of a debugger or of a sanitizer is one of HAProxy. */
import { linesWith } from "./search.ts";
import { unveiled } from "./veils.ts";

/** A debugger's or sanitizer's stack is HAProxy's when it names our functions in our source files; envelopes may stand before it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
const stackLines = /#\d|#\u001b|"(?:MESSAGE|message)" ?: ?\[\d/g;
/** HAProxy's own headers and the sources of its loop are nobody else's. */
const ownSource =
  /\s(?:\S{0,200}\/)?(?:include\/haproxy\/[\w-]{1,60}\.h|include\/import\/(?:ist|mt_list|plock|c?eb[\w-]{0,20}tree[\w-]{0,10})\.h|src\/(?:haproxy|stconn|conn_stream|stream_interface|hlua|mux_h[12]|mux_quic|http_ana|stick_table|ssl_sock|ev_epoll)\.c):\d/;
const frame = /(?:^|[^\w#]|\\n|\dm|#012)#\d+ +(?:0x[0-9a-f]+ in )?[A-Za-z_]/;
const source = /\s(?:src\/[\w-]{1,60}\.c|include\/(?:haproxy|import)\/[\w-]{1,60}\.h):\d/;
/** All of HAProxy's sources, of which others have some by the same names. */
const anySource = /\ssrc\/([\w-]{1,60})\.c:\d/;
const knownSource =
  /^(?:acl|acme|action|activity|applet|arg|auth|backend|base64|cache|cbuf|cfg\w+(?:-\w+)?|channel|checks?|chunk|cli|clock|compression|connection|counters|debug|dgram|dict|dns(?:_ring)?|dynbuf|eb\w*tree|c?eb\w*_\w+|errors|ev_\w+|event_hdl|extcheck|fcgi(?:-app)?|fd|filters|fix|flt_\w+|freq_ctr|frontend|h[123](?:_\w+)?|haproxy|hlua\w*|hpack-\w+|hq_interop|https?\w*|httpclient\w*|htx|jw[est]|lb_\w+|limits|listener|log|lru|mailers|map|memory|mqtt|mux_\w+|mworker(?:-prog)?|namespace|ncbm?buf|pattern|payload|peers|pipe|pool|proto_\w+|protocol|proxy|qcm_\w+|qmux_\w+|qpack-\w+|queue|quic_\w+|raw_sock|regex|resolvers|ring|sample|server(?:_state)?|session|shctx|signal|sink|sock(?:_\w+)?|ssl_\w+|stats(?:-\w+)?|stconn|conn_stream|stick_table|stream(?:_interface)?|systemd|task|tcp_\w+|tcpcheck|thread|hathreads|time|tools|trace|uri_\w+|vars|version|wdt|xprt_\w+)$/;
/** So many frames in such files, and in no other, are HAProxy's; fewer where the text speaks of it. */
const enoughKnown = 3;
const debuggerSymbol = /(?:^|[^\w#]|\\n|\dm|#012)#\d+ +0x[0-9a-f]+ \S{1,200} \(haproxy(?:-[\w.]{1,40})?(?:\)| \+ 0x[0-9a-f])/;
const module = /(?:^|[^\w#]|\\n|\dm|#012)#\d+ +0x[0-9a-f]+ +(?:in \S{1,200} )?\([\w./-]{0,200}\/haproxy\+0x/;
const ownSymbol =
  /\b(?:hlua_\w+|__?stksess_\w+|stktable_\w+|process_stream|run_poll_loop|run_thread_poll_loop|process_runnable_tasks|run_tasks_from_lists|ssl_sock_\w+|quic_conn_\w+|h[12][cs]_\w+|qc[cs]?_\w+|sc_conn_io_cb|peer_io_handler|task_(?:run|process)_applet|sess_build_logline|http_process_re[qs]_common|(?:__)?pool_(?:alloc|free)|ha_panic|wdt_handler)\b/;
/** The rest of a frame that a narrow terminal broke. */
const rest = /\sat (?:\S{0,200}\/)?(?:include\/haproxy\/[\w-]{1,60}\.h|src\/[\w-]{1,60}\.c):\d{1,7}\s*$/m;

export function holdsOwnStack(text: string): boolean {
  let ours = false;
  let named = false;
  let framed = false;
  let known = 0;
  let foreign = false;
  for (const { raw: line } of linesWith(text, stackLines)) {
    const raw = unveiled(line);
    if (raw.includes("haproxy") && (debuggerSymbol.test(raw) || module.test(raw))) return true;
    const placed = /\.[ch]:\d/.test(raw) && frame.test(raw);
    if (placed && ownSource.test(raw)) return true;
    const file = placed ? anySource.exec(raw)?.[1] : undefined;
    if (file !== undefined && knownSource.test(file)) known++;
    else foreign ||= file !== undefined;
    framed ||= placed || frame.test(raw);
    ours ||= placed && source.test(raw);
    named ||= raw.includes("_") && ownSymbol.test(raw);
  }
  if (!foreign && (known >= enoughKnown || (known > 0 && /\bhaproxy\b/i.test(text)))) return true;
  return (ours || (framed && rest.test(text))) && (named || ownSymbol.test(text));
}
