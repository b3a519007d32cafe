// Stands in for the native package @vscode/spdlog, the sink of VS Code's log files and output channels: same functions,
// plain appends. setup.mjs copies it over the original, hence CommonJS.
const fs = require("node:fs");
const path = require("node:path");

// The position is spdlog's level; the names are how spdlog writes them, the methods how VS Code calls them.
const levels = ["trace", "debug", "info", "warning", "error", "critical"];
const methods = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = levels.indexOf("info");
    this.plain = false;
    attempt(() => {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.appendFileSync(file, "");
    });
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.plain = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace("T", " ").slice(0, 23);
    attempt(() => fs.appendFileSync(this.file, this.plain ? String(message) : `${time} [${levels[level]}] ${message}\n`));
  }
}
for (const [level, method] of methods.entries()) {
  Logger.prototype[method] = function (message) {
    this.write(level, message);
  };
}

/** A log that cannot be written (its folder is being removed, say) must not harm what is logged. */
function attempt(write) {
  try {
    write();
  } catch {
    // Nobody is left to tell.
  }
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger("rotating", name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating_async", name, file);
