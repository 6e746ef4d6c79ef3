// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are no traces, or not quite.
#include "tests/unit/trace_file/chrome_trace_reading.h"

namespace interleave {
namespace {

using MalformedChromeTrace = ChromeTraceReader;

TEST_F(MalformedChromeTrace, ABombIsRefused) {
  const auto import = readChromeTrace(file("bomb.json.gz", packed("[" + std::string(std::size_t{100} << 20, ' '))));
  ASSERT_FALSE(import);
  EXPECT_NE(import.error().message.find("times its size"), std::string::npos) << import.error().message;
}

TEST_F(MalformedChromeTrace, WhatIsNoTraceGetsOneClearLine) {
  const std::string event = R"({"ph":"X","name":"f","pid":1,"tid":1,"ts":0,"dur":1})";
  std::string rubbish(4096, '\0');
  std::mt19937 random(1);
  for (char& c : rubbish) {
    c = static_cast<char>(random());
  }
  std::string gz = packed("[" + event + std::string(5000, 'x'));
  gz[gz.size() / 2] = static_cast<char>(gz[gz.size() / 2] ^ 0x55);
  const std::string bad[] = {"",
                             " ",
                             "\n\n",
                             "[",
                             "]",
                             "{",
                             "}",
                             "[]",
                             "{}",
                             "[[]]",
                             "[1,2,3]",
                             "null",
                             "42",
                             "\"text\"",
                             "hello",
                             "[hello]",
                             "[{]",
                             "[{}",
                             "[{}]",
                             "[{\"ph\"}]",
                             "[{\"ph\":}]",
                             "[{\"ph\":\"X\" \"ts\":1}]",
                             "[{\"ph\":'X'}]",
                             "[{ph:\"X\"}]",
                             "[" + event + ",{\"a\":\1}]",
                             "[" + event + "\1]",
                             "[" + event + "}",
                             "[" + event + ":",
                             "{\"traceEvents\":{}}",
                             "{\"traceEvents\":7}",
                             "{\"traceEvents\":null}",
                             "{\"traceEvents\"}",
                             "{\"traceEvents\" []}",
                             "{\"other\":[]}",
                             "{1:2}",
                             "{\"a\":\1}",
                             std::string(100000, '['),
                             "[" + std::string(100000, '['),
                             "[{\"args\":" + std::string(100000, '['),
                             "{\"a\":" + std::string(100000, '{'),
                             std::string(100, '\0'),
                             "[" + std::string(100, '\0'),
                             rubbish,
                             "\x1f\x8b",
                             "\x1f\x8b" + rubbish,
                             gz,
                             packed(rubbish),
                             packed(""),
                             "[{\"ph\":\"X\",\"ts\":1e999,\"dur\":1}]",
                             "[{\"ph\":\"X\",\"ts\":\"x\",\"dur\":1}]",
                             "[{\"ph\":\"X\",\"ts\":-NaN,\"dur\":1}]",
                             "[{\"ph\":\"X\",\"ts\":[1],\"dur\":1}]",
                             "[{\"ph\":\"X\",\"ts\":99999999999999999999999,\"dur\":1}]",
                             "[{\"ph\":\"M\",\"name\":\"process_name\"}]",
                             "\xFF\xFE[\0",
                             "[{\"ph\":\"X",
                             "[{\"ph\":\"X\\",
                             "PK\3\4",
                             "ILTRACE\n"};
  int number_of = 0;
  for (const std::string& text : bad) {
    const auto import = read(text);
    ASSERT_FALSE(import) << "case " << number_of << ": " << text.substr(0, 80);
    EXPECT_NE(import.error().message.find("trace.json"), std::string::npos) << import.error().message;
    EXPECT_EQ(import.error().message.find('\n'), std::string::npos);
    EXPECT_LT(import.error().message.size(), 300u);
    ++number_of;
  }
  EXPECT_GE(number_of, 50);
  EXPECT_FALSE(readChromeTrace(path("none.json")));
  EXPECT_FALSE(readChromeTrace(path("")));
  EXPECT_FALSE(readChromeTrace("/dev/null"));
}

TEST_F(MalformedChromeTrace, OddButHarmlessTextIsRead) {
  const std::string event = R"({"ph":"X","name":"f","pid":1,"tid":1,"ts":0,"dur":1})";
  for (const std::string& text : std::initializer_list<std::string>{
           "[" + event + ",]", "[" + event + "\n" + event + "]", "[" + event + "] trailing",
           "[null,7," + event + ",\"x\"]", "{\"a\":NaN,\"traceEvents\":[" + event + "],}",
           "[" + event + ",{\"args\":{\"a\":NaN,\"b\":-Infinity}}]",
           "[{\"ph\":\"X\",\"name\":\"\xFF\xC0\\ud800\",\"ts\":0,\"dur\":1}]",
           "[{\"ph\":\"X\",\"name\":null,\"ts\":0,\"dur\":1}]"}) {
    const auto import = read(text);
    ASSERT_TRUE(import) << text << ": " << import.error().message;
    EXPECT_EQ(import->snapshot->tracks.size(), 1u) << text;
  }
  const auto mended = read("[{\"ph\":\"X\",\"name\":\"a\xFFz\",\"ts\":0,\"dur\":1}]");
  EXPECT_EQ(mended->snapshot->names->jobs[0], "a\xEF\xBF\xBDz");
  EXPECT_TRUE(hasNote(*mended, "UTF-8"));
}

}  // namespace
}  // namespace interleave
