/** A configuration that loads a script, and the script with a call that blocks in its second line. */
export const config = `# haproxy: 3.2
global
    tune.lua.bool-sample-conversion normal
    lua-load lua/site.lua

defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s

frontend fe
    bind :80
    http-request lua.tag
`;

export const script = `core.register_action("tag", { "http-req" }, function(txn)
    os.execute("true")
end)
`;
