// hnswlib under a filter that is a C++ predicate: its best case. The predicate looks into a bitmap by id, and the bitmap is made
// outside the time that is measured; no Python runs between the candidates.
//
//   filter INDEX DIMENSION QUERIES SECONDS EF,EF,... { KIND PERCENT COLUMN RANGES TRUTH }...
//
// Prints a JSON object a line for each filter and ef, ascending, until recall reaches .99; each line asks for at most SECONDS.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "hnswlib/hnswlib.h"

static const size_t K = 10;

template <typename T> static std::vector<T> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) {
        std::fprintf(stderr, "filter: %s cannot be read\n", path.c_str());
        std::exit(1);
    }
    std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(values.data()), values.size() * sizeof(T));
    return values;
}

// CPU time of this process in seconds.
static double cpu_seconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Passes : public hnswlib::BaseFilterFunctor {
  public:
    explicit Passes(size_t entries) : bits((entries + 63) / 64) {}

    void set(const std::vector<uint32_t>& column, uint32_t low, uint32_t high) {
        std::fill(bits.begin(), bits.end(), 0);
        for (size_t id = 0; id < column.size(); id++) {
            bits[id / 64] |= static_cast<uint64_t>(column[id] >= low && column[id] < high) << (id % 64);
        }
    }

    bool operator()(hnswlib::labeltype id) override { return bits[id / 64] >> (id % 64) & 1; }

  private:
    std::vector<uint64_t> bits;
};

struct Filter {
    std::string kind, percent;
    std::vector<uint32_t> column, ranges, truth;
};

// Prints recall and queries a CPU second of one ef; returns recall.
static double measure(hnswlib::HierarchicalNSW<float>& index, const std::vector<float>& queries, size_t dimension,
                      const Filter& filter, size_t ef, double seconds) {
    index.setEf(ef);
    Passes passes(filter.column.size());
    size_t rows = filter.ranges.size() / 2, asked = 0, right = 0, wanted = 0;
    double spent = 0;
    uint32_t low = UINT32_MAX, high = 0;
    for (size_t row = 0; row < rows && (spent < seconds || asked < 20); row++, asked++) {
        if (filter.ranges[2 * row] != low || filter.ranges[2 * row + 1] != high) {
            low = filter.ranges[2 * row], high = filter.ranges[2 * row + 1];
            passes.set(filter.column, low, high);
        }
        double start = cpu_seconds();
        auto found = index.searchKnn(&queries[row * dimension], K, &passes);
        spent += cpu_seconds() - start;
        const uint32_t* truth = &filter.truth[row * K];
        for (size_t place = 0; place < K; place++) wanted += truth[place] != UINT32_MAX;
        for (; !found.empty(); found.pop()) {
            for (size_t place = 0; place < K; place++) right += truth[place] == found.top().second;
        }
    }
    double recall = static_cast<double>(right) / static_cast<double>(wanted);
    std::printf("{\"measure\":\"filter\",\"kind\":\"%s\",\"percent\":\"%s\",\"ef\":%zu,\"recall\":%.5f,\"qps\":%.1f,\"queries\":%zu}\n",
                filter.kind.c_str(), filter.percent.c_str(), ef, recall, asked / spent, asked);
    std::fflush(stdout);
    return recall;
}

int main(int count, char** words) {
    if (count < 11 || (count - 6) % 5 != 0) {
        std::fprintf(stderr, "filter INDEX DIMENSION QUERIES SECONDS EF,EF,... { KIND PERCENT COLUMN RANGES TRUTH }...\n");
        return 2;
    }
    size_t dimension = std::strtoul(words[2], nullptr, 10);
    double seconds = std::strtod(words[4], nullptr);
    std::vector<size_t> sweep;
    std::istringstream list(words[5]);
    for (std::string ef; std::getline(list, ef, ',');) sweep.push_back(std::stoul(ef));
    hnswlib::InnerProductSpace space(dimension);
    hnswlib::HierarchicalNSW<float> index(&space, words[1]);
    std::vector<float> queries = read<float>(words[3]);
    for (int at = 6; at < count; at += 5) {
        Filter filter{words[at], words[at + 1], read<uint32_t>(words[at + 2]), read<uint32_t>(words[at + 3]),
                      read<uint32_t>(words[at + 4])};
        for (size_t ef : sweep) {
            if (measure(index, queries, dimension, filter, ef, seconds) >= 0.99) break;
        }
    }
}
