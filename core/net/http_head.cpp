// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_head.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace interleave {

std::optional<HttpHead> parseHttpHead(std::string_view text) {
  boost::beast::http::response_parser<boost::beast::http::empty_body> parser;
  parser.body_limit(boost::none);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(text.data(), text.size()), error);
  if (error || !parser.is_header_done() || !parser.content_length()) {
    return std::nullopt;
  }
  return HttpHead{static_cast<int>(parser.get().result_int()), *parser.content_length()};
}

}  // namespace interleave
