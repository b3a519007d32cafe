-- Signs a request with a key that the client names: what the client sends reaches the converter unchecked.
core.register_fetches("signature", function(txn)
    local key = txn.sf:req_fhdr("X-Key")
    return txn.c:hmac(txn.sf:path(), "sha256", key)
end)

core.register_action("quote_cookies", { "http-req" }, function(txn)
    local cookies = txn.http:req_get_headers()["cookie"]
    if cookies then
        txn.http:req_set_header("Cookie", cookies[0]:gsub(" ", "%%20"))
    end
end)
