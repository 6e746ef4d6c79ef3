// SPDX-License-Identifier: GPL-3.0-or-later
// Where there is no libFuzzer: gives the fuzz target each file of the folders named, also with its bytes changed in
// ways that are the same every time, and cut.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

int main(int argc, char** argv) {
  constexpr int kChanged = 200;
  int files = 0;
  const auto give = [](const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  };
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(in), {});
      give(bytes);
      ++files;
      std::mt19937 random(1);
      for (int change = 0; change < kChanged && !bytes.empty(); ++change) {
        std::string other = bytes;
        for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
          other[random() % other.size()] = "\"\\{}[]:,0-.eX\0\xFF"[random() % 15];
        }
        give(other.substr(0, change % 2 == 0 ? other.size() : random() % other.size()));
      }
    }
  }
  std::printf("%d files\n", files);
  return files > 0 ? 0 : 1;
}
