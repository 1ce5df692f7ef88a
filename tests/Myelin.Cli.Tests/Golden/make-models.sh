#!/usr/bin/env bash
# Golden models of this version, made by the command and by C#, into the new folder models-VERSION beside this script: make-models.sh VERSION.
# Run it from any folder, once for each version whose format is new; what is there already is never made anew.
set -euo pipefail
golden=$(cd "$(dirname "$0")" && pwd)
out=$golden/models-$1
samples=$golden/../../../samples
mkdir "$out" "$out/command" "$out/csharp"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 LC_ALL=C

dotnet run -c Release "$golden/make-models.cs" -- "$out/csharp"
project=$golden/../../../src/Myelin.Cli
dotnet build -c Release -m:1 -v quiet "$project" >/dev/null
myelin() { dotnet run -c Release --no-build --project "$project" -- "$@"; }

# The data to learn from: the samples as they are, or parts of them.
cp "$samples/iris.csv" "$samples/housing.csv" "$data"
grep -v setosa "$data/iris.csv" >"$data/two.csv"
tail -n +2 "$data/iris.csv" >"$data/bare.csv"
# Text cells, some of them missing, numbers taken as categories, a column left out, and a weight for each row; names with commas, quotes
# and letters beyond ASCII.
awk -F, 'NR == 1 { print "id,colour,size,grade,weight,answer" } NR > 1 {
    colour = NR % 7 == 0 ? "" : NR % 3 == 0 ? "\"dark, red\"" : NR % 3 == 1 ? "blue" : "grün"
    answer = NR % 2 == 0 ? "\"no, \"\"never\"\"\"" : $3 > 4 ? "oui, ça va" : "yes"
    if (answer ~ /oui/) answer = "\"" answer "\""
    print NR "," colour "," (NR % 11 == 0 ? "" : $1) "," NR % 4 "," 1 + NR % 3 "," answer }' "$data/iris.csv" >"$data/mixed.csv"

# Rows to predict: some of those, and one with missing cells and a category that was never seen.
sed -n '1p;2p;36p;52p;78p;102p;150p' "$data/iris.csv" >"$out/command/iris.csv"
sed -n '1p;2p;28p;52p;99p' "$data/two.csv" >"$out/command/two.csv"
sed -n '1p;52p;102p' "$data/bare.csv" >"$out/command/bare.csv"
{ sed -n '1,8p;13p' "$data/mixed.csv"; echo '500,violet,,9,1,yes'; } >"$out/command/mixed.csv"
{
    awk -F, 'NR == 1 || NR % 250 == 2 || ($5 == "" && ++n <= 2)' "$data/housing.csv"
    echo '-120,35,,1000,,,300,,MOON,200000'
} >"$out/command/housing.csv"

# Images of one channel with their labels beside them, and of three: pixels of the first sample cut into records of CIFAR-10.
cp "$samples"/fashion-500-*.gz "$data"
pixels() { gzip -dc "$samples/fashion-500-images-idx3-ubyte.gz" | tail -c +17; }
{ printf '\0\0\10\3\0\0\0\3\0\0\0\34\0\0\0\34'; head -c $((3 * 784)) < <(pixels); } >"$out/command/fashion-images-idx3-ubyte"
{ printf '\0\0\10\1\0\0\0\3'; head -c 11 < <(gzip -dc "$samples/fashion-500-labels-idx1-ubyte.gz") | tail -c 3; } >"$out/command/fashion-labels-idx1-ubyte"
pixels >"$data/pixels"
for i in $(seq 0 39); do
    printf "\\$((i % 4))"
    tail -c +$((1 + 3072 * i)) "$data/pixels" | head -c 3072 || true
done >"$data/colours.bin"
head -c $((2 * 3073)) "$data/colours.bin" >"$out/command/colours.bin"

# take NAME ROWS [OPTION…]: what the command predicts with a model that is there, and a line that says so.
take() {
    local name=$1 rows=$2
    shift 2
    myelin predict "$out/command/$name.safetensors" "$out/command/$rows" "$@" >"$out/command/$name.predictions.csv"
    local hash
    hash=$(myelin describe "$out/command/$name.safetensors" --json | sed -n 's/.*"weights_sha256": *"\([0-9a-f]*\)".*/\1/p')
    echo "$name $hash $rows${*:+ $*}" >>"$out/command/models.txt"
}

# make COMMAND NAME DATA ROWS PREDICT-OPTION [OPTION…]: a model of some data, and its predictions of some rows.
make() {
    local command=$1 name=$2 from=$3 rows=$4 shown=$5
    shift 5
    (cd "$data" && myelin "$command" "$from" --model "$out/command/$name.safetensors" --quiet "$@" >/dev/null)
    take "$name" "$rows" ${shown:+$shown}
}

short=(--hidden 4 --epochs 3)
for loss in mse half-mse rmse mae huber:delta=20000; do
    make train "loss-${loss%%:*}" housing.csv housing.csv "" "${short[@]}" --target median_house_value --loss "$loss"
done
for loss in cross-entropy focal:gamma=1 cross-entropy-from-probabilities brier; do
    make train "loss-${loss%%:*}" iris.csv iris.csv --probabilities "${short[@]}" --loss "$loss"
done
for loss in binary-cross-entropy binary-focal binary-cross-entropy-from-probabilities binary-focal-from-probabilities binary-brier; do
    make train "loss-$loss" two.csv two.csv --probabilities "${short[@]}" --loss "$loss"
done
for loss in hinge squared-hinge; do make train "loss-$loss" two.csv two.csv "" "${short[@]}" --loss "$loss"; done
make train loss-triplet iris.csv iris.csv "" "${short[@]}" --loss triplet --embedding 3

make train network-of-classes iris.csv iris.csv --probabilities --target species --hidden 6,4 --activation selu --epochs 5
make train network-of-layers iris.csv iris.csv --probabilities \
    --layers "linear:4 leaky-relu:slope=0.1 batch-norm dropout:0.2 residual(linear:4 tanh) prelu" --epochs 5
make train network-without-hidden two.csv two.csv "--probabilities --threshold 0.6" \
    --hidden none --epochs 5 --penalty ridge:lambda=0.01 --optimizer sgd:momentum=0.9
make train network-of-mixed-columns mixed.csv mixed.csv --probabilities "${short[@]}" \
    --weight-column weight --ignore id --categorical grade --target answer
make train network-of-bare-columns bare.csv bare.csv --probabilities "${short[@]}" --no-header
make train network-of-images fashion-500-images-idx3-ubyte.gz fashion-images-idx3-ubyte --probabilities \
    --layers "conv:2,5,stride=2 relu pool:3 flatten" --epochs 1
make train network-of-colours colours.bin colours.bin --probabilities --layers "conv:2,5,stride=4 relu pool:3 flatten" --epochs 1

make train kind-linear housing.csv housing.csv "" --model-kind linear
make train kind-ridge housing.csv housing.csv "" --model-kind ridge --penalty ridge:lambda=0.01
make train kind-logistic iris.csv iris.csv --probabilities --model-kind logistic
make train kind-logistic-of-two two.csv two.csv --probabilities --model-kind logistic
make train kind-svm two.csv two.csv "" --model-kind svm
make train kind-ensemble iris.csv iris.csv --probabilities --model-kind ensemble --members 3 "${short[@]}"
make train kind-ensemble-of-numbers housing.csv housing.csv "" --model-kind ensemble --members 2 "${short[@]}"

make cluster clusters iris.csv iris.csv "" --clusters 3 --compare species
make cluster clusters-of-mixed-columns mixed.csv mixed.csv "" --clusters 4 --ignore id,answer --weight-column weight
make project projection iris.csv iris.csv "" --components 2 --ignore species
make project projection-of-mixed-columns mixed.csv mixed.csv "" --components 3 --ignore id,answer,weight
make project hidden-layer iris.csv iris.csv "" --network "$out/command/network-of-classes.safetensors"
make project hidden-layer-of-encoder iris.csv iris.csv "" --network "$out/command/loss-triplet.safetensors"
make project hidden-layer-of-images "$out/command/fashion-images-idx3-ubyte" fashion-images-idx3-ubyte "" \
    --network "$out/command/network-of-images.safetensors" --layer 0
