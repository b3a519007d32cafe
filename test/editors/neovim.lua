-- Does what a person does in an editor, and writes what was seen as JSON into the file that $SEEN names.
local seen = {}
local place = vim.fn.json_decode(vim.env.PLACES)

local function wait(what, condition)
  if not vim.wait(15000, condition, 20) then error("nothing came of: " .. what) end
end

local function cursor(line, words)
  local text = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1]
  vim.api.nvim_win_set_cursor(0, { line + 1, assert(text:find(words, 1, true)) - 1 })
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n"
end

local function hover()
  cursor(place.timeout, "connect")
  vim.lsp.buf.hover()
  local window
  wait("hover", function()
    for _, one in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(one).relative ~= "" then window = one end
    end
    return window ~= nil
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, "\n")
end

local function completion()
  local column = #vim.api.nvim_buf_get_lines(0, place.unfinished, place.unfinished + 1, false)[1]
  vim.api.nvim_win_set_cursor(0, { place.unfinished + 1, column })
  local params = vim.lsp.util.make_position_params(0, "utf-16")
  params.position.character = column -- outside of insert mode the cursor stands on the last character
  local words = {}
  for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/completion", params, 15000) or {}) do
    local items = vim.lsp.util.text_document_completion_list_to_complete_items(answer.result, "de")
    vim.list_extend(words, vim.tbl_map(function(item) return item.word end, items))
  end
  return words
end

local function definition()
  cursor(place.use, "app")
  vim.lsp.buf.definition()
  wait("definition", function() return vim.api.nvim_win_get_cursor(0)[1] ~= place.use + 1 end)
  return vim.api.nvim_win_get_cursor(0)[1] - 1
end

local function renamed()
  cursor(place.use, "app")
  vim.lsp.buf.rename("web")
  wait("rename", function() return text():find("backend web", 1, true) ~= nil end)
  return text()
end

local function formatted()
  if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = 15000 }) else vim.lsp.buf.formatting_sync(nil, 15000) end
  return text()
end

local function look()
  vim.cmd("edit haproxy.cfg")
  seen.language = vim.bo.filetype
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  seen.diagnostics = vim.tbl_map(
    function(one) return { line = one.lnum, severity = one.severity, code = one.code or one.user_data.lsp.code } end,
    vim.diagnostic.get(0)
  )
  seen.hover = hover()
  seen.completion = completion()
  seen.definition = definition()
  seen.renamed = renamed()
  seen.formatted = formatted()
end

local fine, problem = xpcall(look, debug.traceback)
if fine then
  vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
else
  io.stderr:write(problem .. "\n")
end
vim.cmd("qall!")
