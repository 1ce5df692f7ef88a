using Myelin.Cli.Tests.Models;
using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>Every kind of wrong input gets one line that says what, where and the remedy, exit code 2, nothing on the output, and leaves no file.</summary>
public sealed class WrongInputTests : IClassFixture<WrongInputTests.Files>
{
    private readonly Files files;

    public WrongInputTests(Files files) => this.files = files;

    [Theory]
    [InlineData("nofile.csv does not exist", "train", "@nofile.csv")]
    [InlineData("is a folder", "train", "@folder")]
    [InlineData("empty.csv is empty", "train", "@empty.csv")]
    [InlineData("ragged.csv, line 3: 1 cell where 2 are expected", "train", "@ragged.csv")]
    [InlineData("binary.csv holds bytes that are not UTF-8", "train", "@binary.csv")]
    [InlineData("cut.csv.gz is damaged or cut off", "train", "@cut.csv.gz")]
    [InlineData("header.csv holds column names but no rows; add rows, or read it without a header (--no-header) if the first line is a row.", "train",
        "@header.csv")]
    [InlineData("two columns are named 'a'", "train", "@duplicate.csv")]
    [InlineData("holds 'x' in every row, so there is nothing to learn; choose another --target.", "train", "@one-class.csv")]
    [InlineData("a: ignored, every cell is missing", "train", "@missing.csv")]
    [InlineData("every cell of the target column 'b' is missing", "train", "@no-target.csv")]
    [InlineData("is a Parquet file, which cannot be read yet; save the table as CSV", "train", "@rows.parquet")]
    [InlineData("expected 784000 pixels of 1000 images of 28x28, found the end", "train", "@lie-images-idx3-ubyte")]
    [InlineData("found a header of 4294967295 images of 65535x65535", "train", "@huge-images-idx3-ubyte")]
    [InlineData("no column 'speciess' (did you mean 'species'?)", "train", "@iris.csv", "--target", "speciess")]
    [InlineData("no column 'sepal_lenght' (did you mean 'sepal_length'?)", "train", "@iris.csv", "--ignore", "sepal_lenght")]
    [InlineData("no column 'w'; its columns are", "train", "@iris.csv", "--weight-column", "w")]
    [InlineData("cannot be both the target and ignored", "train", "@iris.csv", "--ignore", "species")]
    [InlineData("not a number; mend the cell", "train", "@iris.csv", "--numeric", "species")]
    [InlineData("new-class.csv, line 3: training never saw the class 'z' of column 'c'", "train", "@three.csv", "--test", "@new-class.csv")]
    [InlineData("more-images-idx3-ubyte: image 3 has the label 2, which training never saw; the labels are 0 to 1", "train", "@two-images-idx3-ubyte",
        "--test", "@more-images-idx3-ubyte")]
    [InlineData("--target is for tables", "train", "@two-images-idx3-ubyte", "--target", "x")]
    [InlineData("Unknown command 'trian' (did you mean 'train'?); see 'myelin --help'.", "trian", "@iris.csv")]
    [InlineData("Unknown option '--epoch' (did you mean '--epochs'?); see 'myelin train --help'.", "train", "@iris.csv", "--epoch", "5")]
    [InlineData("Unknown option '--outptu' (did you mean '--output'?)", "predict", "@iris.safetensors", "@iris.csv", "--outptu=p.csv")]
    [InlineData("'train' lacks <data>", "train")]
    [InlineData("'b' is more than 'describe' takes", "describe", "a", "b")]
    [InlineData("--epochs needs a value", "train", "@iris.csv", "--epochs")]
    [InlineData("--epochs is given 2 times", "train", "@iris.csv", "--epochs", "1", "--epochs", "2")]
    [InlineData("Unknown loss 'hubr' (did you mean 'huber'?)", "train", "@iris.csv", "--loss", "hubr")]
    [InlineData("unknown option 'delt' (did you mean 'delta'?)", "train", "@iris.csv", "--loss", "huber:delt=1")]
    [InlineData("delta is a number above 0", "train", "@iris.csv", "--loss", "huber:delta=0")]
    [InlineData("The loss 'huber' is for a number, but the target holds several classes; choose one of cross-entropy, focal", "train", "@iris.csv",
        "--loss", "huber")]
    [InlineData("The loss 'focal' is for several classes, but the target holds two classes; choose binary-focal.", "train", "@three.csv", "--loss", "focal")]
    [InlineData("The loss 'triplet' is for classes to embed, but the target holds a number; choose one of mse,", "train", "@numbers.csv", "--loss", "triplet")]
    [InlineData("The loss 'cosine' is for target vectors of several numbers, but the target holds a number; choose one of mse,", "train",
        "@numbers.csv", "--loss", "cosine")]
    [InlineData("The loss 'hinge' has one score for two classes, but the target holds several classes; choose cross-entropy.", "train", "@iris.csv",
        "--loss", "hinge")]
    [InlineData("The loss 'squared-hinge' is for two classes, but the target holds a number; choose one of mse,", "train", "@numbers.csv", "--loss",
        "squared-hinge")]
    [InlineData("'squared-hinge', whose scores are no log odds and give no probabilities; leave --probabilities out", "predict", "@hinge.safetensors",
        "@three.csv", "--probabilities")]
    [InlineData("The loss 'brier' is for several classes, but the target holds two classes; choose binary-brier.", "train", "@three.csv", "--loss", "brier")]
    [InlineData("The loss 'cross-entropy-from-probabilities' is for several classes, but the target holds two classes; choose "
        + "binary-cross-entropy-from-probabilities.", "train", "@three.csv", "--loss", "cross-entropy-from-probabilities:base=2")]
    [InlineData("--batch is 20000, but an encoder's loss compares every two rows of a batch; take at most 16384 rows.", "train", "@many.csv",
        "--loss", "triplet", "--batch", "20000")]
    [InlineData("--model-kind is 'logistc' (did you mean 'logistic'?); there are network, ensemble, encoder, linear, ridge, logistic, svm.", "train",
        "@iris.csv", "--model-kind", "logistc")]
    [InlineData("--epochs is for networks, but --model-kind ridge is solved at once; leave it out.", "train", "@numbers.csv", "--model-kind", "ridge",
        "--epochs", "5")]
    [InlineData("--model-kind linear is least squares, for a number, but the target holds several classes; choose one of logistic, network, "
        + "ensemble.", "train", "@iris.csv", "--model-kind", "linear")]
    [InlineData("--model-kind svm is a linear support vector machine, for two classes, but the target holds several classes; choose one of "
        + "logistic, network, ensemble.", "train", "@iris.csv", "--model-kind", "svm")]
    [InlineData("--members is the number of networks in an ensemble; choose --model-kind ensemble, or leave it out.", "train", "@iris.csv", "--members", "3")]
    [InlineData("--model-kind ensemble takes no --loss triplet", "train", "@iris.csv", "--model-kind", "ensemble", "--loss", "triplet")]
    [InlineData("--members is for networks, but --model-kind ridge is solved at once; leave it out.", "train", "@numbers.csv", "--model-kind",
        "ridge", "--members", "5")]
    [InlineData("--model-kind linear has no penalty; leave --penalty out, or choose --model-kind ridge.", "train", "@numbers.csv", "--model-kind",
        "linear", "--penalty", "ridge")]
    [InlineData("--model-kind ridge is solved for the penalty ridge alone, not for 'lasso", "train", "@numbers.csv", "--model-kind", "ridge",
        "--penalty", "lasso")]
    [InlineData("--model-kind logistic does not penalise its bias; leave biases=true out.", "train", "@iris.csv", "--model-kind", "logistic",
        "--penalty", "ridge:biases=true")]
    [InlineData("--model-kind svm needs a penalty above 0", "train", "@three.csv", "--model-kind", "svm", "--penalty", "ridge:lambda=0")]
    [InlineData("The number of clusters of 150 rows is from 1 to 150.", "cluster", "@iris.csv", "--clusters", "151", "--model", "@m.safetensors")]
    [InlineData("There are only 3 different rows", "cluster", "@iris.csv", "--ignore", "sepal_length,sepal_width,petal_length,petal_width",
        "--clusters", "4", "--model", "@m.safetensors")]
    [InlineData("--clusters is '0', but it must be a whole number from 1 to 65536.", "cluster", "@iris.csv", "--clusters", "0")]
    [InlineData("no column 'specis' (did you mean 'species'?)", "cluster", "@iris.csv", "--compare", "specis", "--model", "@m.safetensors")]
    [InlineData("holds 97 different values, too many to stand beside clusters", "cluster", "@many.csv", "--compare", "x", "--model", "@m.safetensors")]
    [InlineData("has no column to take rows from: ", "project", "@missing.csv", "--ignore", "b", "--model", "@m.safetensors")]
    [InlineData("holds images; give a CSV file.", "cluster", "@two-images-idx3-ubyte", "--model", "@m.safetensors")]
    [InlineData("say where it goes with --model", "cluster", "-")]
    [InlineData("notes.txt exists and is no model of Myelin", "project", "@iris.csv", "--model", "@notes.txt")]
    [InlineData("its folder does not exist", "project", "@iris.csv", "--output", "@nowhere/p.csv", "--model", "@m.safetensors")]
    [InlineData("There are 8 components, so their number is from 1 to 8.", "project", "@iris.csv", "--components", "9", "--model", "@m.safetensors")]
    [InlineData("--layer is one of a trained network; name the network with --network, or leave it out.", "project", "@iris.csv", "--layer", "0",
        "--model", "@m.safetensors")]
    [InlineData("--components is for principal components, but with --network", "project", "@iris.csv", "--network", "@iris.safetensors",
        "--components", "2", "--model", "@m.safetensors")]
    [InlineData("--ignore is for principal components, but with --network", "project", "@iris.csv", "--network", "@iris.safetensors", "--ignore",
        "species", "--model", "@m.safetensors")]
    [InlineData("--layer is '9', but the hidden layers of ", "project", "@iris.csv", "--network", "@iris.safetensors", "--layer", "9", "--model",
        "@m.safetensors")]
    [InlineData("so nothing in it is hidden; train a network with hidden layers.", "project", "@iris.csv", "--network", "@plain.safetensors",
        "--model", "@m.safetensors")]
    [InlineData("gives clusters, which have no probabilities", "predict", "@clusters.safetensors", "@iris.csv", "--probabilities")]
    [InlineData("is a projection: it gives coordinates, which have no probabilities", "predict", "@projection.safetensors", "@iris.csv", "--probabilities")]
    [InlineData("is no encoder, so its rows have no neighbours; leave --neighbors out", "evaluate", "@clusters.safetensors", "@iris.csv",
        "--neighbors", "@iris.csv")]
    [InlineData("many-clusters.safetensors is damaged: preprocessing.target.count is 1E+30", "predict", "@many-clusters.safetensors", "@iris.csv")]
    [InlineData("iris.safetensors takes rows of 4 inputs, and a window has two numeric ones; name the data whose rows are to be counted.", "regions",
        "@iris.safetensors")]
    [InlineData("Regions are those of step and ReLU units (relu, leaky-relu, prelu, rrelu, relu6) behind linear layers, not of 'l2-normalize'.",
        "regions", "@encoder.safetensors", "@iris.csv")]
    [InlineData("--top is '0'", "regions", "@iris.safetensors", "@iris.csv", "--top", "0")]
    [InlineData("gives no probability of one of two classes, which --threshold is compared with", "predict", "@iris.safetensors", "@iris.csv",
        "--threshold", "0.2")]
    [InlineData("gives no probability of one of two classes, which --threshold is compared with", "predict", "@hinge.safetensors", "@three.csv",
        "--threshold", "0.2")]
    [InlineData("--threshold is '1', but it must be a number above 0 and below 1.", "predict", "@hinge.safetensors", "@three.csv", "--threshold", "1")]
    [InlineData("mining is one of all, batch-hard, semi-hard", "train", "@iris.csv", "--loss", "triplet:mining=hard")]
    [InlineData("--embedding is the width of what an encoder gives; choose --loss triplet, or leave it out", "train", "@iris.csv", "--embedding", "4")]
    [InlineData("--embedding is '0'", "train", "@iris.csv", "--loss", "triplet", "--embedding", "0")]
    [InlineData("is an encoder: it gives embeddings, which have no probabilities", "predict", "@encoder.safetensors", "@iris.csv", "--probabilities")]
    [InlineData("is an encoder, and a single row has no neighbour", "evaluate", "@encoder.safetensors", "@one-row.csv")]
    [InlineData("is no encoder, so its rows have no neighbours; leave --neighbors out", "evaluate", "@iris.safetensors", "@iris.csv", "--neighbors",
        "@iris.csv")]
    [InlineData("nofile.csv does not exist", "evaluate", "@encoder.safetensors", "@iris.csv", "--neighbors", "@nofile.csv")]
    [InlineData("Unknown penalty 'rigde' (did you mean 'ridge'?); there are ridge, lasso, elastic-net.", "train", "@iris.csv", "--penalty", "rigde")]
    [InlineData("unknown option 'lamda' (did you mean 'lambda'?)", "train", "@iris.csv", "--penalty", "ridge:lamda=1")]
    [InlineData("lambda is a number from 0 to 1000000", "train", "@iris.csv", "--penalty", "lasso:lambda=-1")]
    [InlineData("rho is a number from 0 to 1", "train", "@iris.csv", "--penalty", "elastic-net:rho=nan")]
    [InlineData("biases is one of false, true", "train", "@iris.csv", "--penalty", "ridge:biases=yes")]
    [InlineData("Unknown optimizer 'adm' (did you mean 'adam'?)", "train", "@iris.csv", "--optimizer", "adm")]
    [InlineData("Unknown activation 'rleu' (did you mean 'relu'?)", "train", "@iris.csv", "--activation", "rleu")]
    [InlineData("Unknown layer 'lineer' (did you mean 'linear'?)", "train", "@iris.csv", "--layers", "lineer:4")]
    [InlineData("a convolution takes rows of shape [channels, height, width], but gets [4]", "train", "@iris.csv", "--layers", "conv:3,3")]
    [InlineData("--task is 'clases' (did you mean 'classes'?)", "train", "@iris.csv", "--task", "clases")]
    [InlineData("so regression is not possible; choose --task classes or another --target.", "train", "@iris.csv", "--task", "regression")]
    [InlineData("holds 3 different values, a binary task needs 2", "train", "@iris.csv", "--task", "binary")]
    [InlineData("--learning-rate is 'nan', but it must be a number above 0", "train", "@iris.csv", "--learning-rate", "nan")]
    [InlineData("--learning-rate is '-1'", "train", "@iris.csv", "--learning-rate", "-1")]
    [InlineData("--learning-rate is '1e99'", "train", "@iris.csv", "--learning-rate", "1e99")]
    [InlineData("--epochs is '0', but it must be a whole number of 1 or more", "train", "@iris.csv", "--epochs", "0")]
    [InlineData("--batch is 'x'", "train", "@iris.csv", "--batch", "x")]
    [InlineData("--patience is '-1'", "train", "@iris.csv", "--patience", "-1")]
    [InlineData("--threads is '0'", "train", "@iris.csv", "--threads", "0")]
    [InlineData("--shards is '0'", "train", "@iris.csv", "--shards", "0")]
    [InlineData("--seed is '-1'", "train", "@iris.csv", "--seed", "-1")]
    [InlineData("--test-fraction is '1'", "train", "@iris.csv", "--test-fraction", "1")]
    [InlineData("leave no rows for training", "train", "@iris.csv", "--validation-fraction", "0.6", "--test-fraction", "0.5")]
    [InlineData("--hidden is '64,0'", "train", "@iris.csv", "--hidden", "64,0")]
    [InlineData("does not fit: it has 1000000000000 weights for rows of shape [1000000]", "train", "@iris.csv", "--hidden", "1000000,1000000")]
    [InlineData("leave --hidden out", "train", "@iris.csv", "--layers", "linear:3", "--hidden", "3")]
    [InlineData("leave --test-fraction out", "train", "@iris.csv", "--test", "@iris.csv", "--test-fraction", "0.1")]
    [InlineData("say where it goes with --model", "train", "-")]
    [InlineData("its folder does not exist", "train", "@iris.csv", "--model", "@nowhere/m.safetensors")]
    [InlineData("it is a folder", "train", "@iris.csv", "--model", "@folder")]
    [InlineData("notes.txt exists and is no model of Myelin", "train", "@iris.csv", "--model", "@notes.txt")]
    [InlineData("torn.safetensors, offset", "predict", "@torn.safetensors", "@iris.csv")]
    [InlineData("torn.safetensors, offset", "describe", "@torn.safetensors")]
    [InlineData("has format version 2, and this program reads versions up to 1; use a newer Myelin", "predict", "@newer.safetensors", "@iris.csv")]
    [InlineData("no-features.safetensors is damaged: preprocessing.features is absent", "describe", "@no-features.safetensors")]
    [InlineData("of the kind 'sound', which this program does not know; use a newer Myelin", "predict", "@future-data.safetensors", "@iris.csv")]
    [InlineData("its network takes [4] and gives [3]", "predict", "@other-classes.safetensors", "@iris.csv")]
    [InlineData("preprocessing.scale does not hold 1 numbers above 0", "describe", "@no-scale.safetensors")]
    [InlineData("preprocessing.mean[0] is not a number", "predict", "@no-mean.safetensors", "@two-images-idx3-ubyte")]
    [InlineData("holds no images, but the model was trained on images", "evaluate", "@images.safetensors", "@iris.csv")]
    [InlineData("holds images of shape [1, 28, 28]", "predict", "@images.safetensors", "@square-images-idx3-ubyte")]
    [InlineData("no-model.safetensors does not exist", "evaluate", "@no-model.safetensors", "@iris.csv")]
    [InlineData("the file is torn or no safetensors file", "predict", "@iris.csv", "@iris.csv")]
    [InlineData("lacks.csv lacks the column 'petal_width', which the model was trained on", "predict", "@iris.safetensors", "@lacks.csv")]
    [InlineData("has no column 'species'", "evaluate", "@iris.safetensors", "@lacks.csv")]
    [InlineData("holds images, but the model was trained on a table", "predict", "@iris.safetensors", "@two-images-idx3-ubyte")]
    [InlineData("its folder does not exist", "predict", "@iris.safetensors", "@iris.csv", "--output", "@nowhere/p.csv")]
    [InlineData("cannot stand beside files", "predict", "@iris.safetensors", "-", "@iris.csv")]
    [InlineData("The name of a file is empty; name a file.", "describe", "")]
    [InlineData("The name of a file is empty; name a file.", "predict", "", "@iris.csv")]
    [InlineData("The name of a file is empty; name a file.", "evaluate", "", "@iris.csv")]
    [InlineData("The name of a file is empty; name a file.", "regions", "")]
    [InlineData("The name of a file is empty; name a file.", "project", "@iris.csv", "--network", "", "--model", "@m.safetensors")]
    [InlineData("The name of a file is empty; name a file.", "lecture", "verify", "--cases", "")]
    [InlineData("name is empty; give a file", "explain", "mse", "--predictions", "")]
    [InlineData("name is empty; give a file", "train", "@iris.csv", "--test", "")]
    [InlineData("name is empty; give a file", "evaluate", "@encoder.safetensors", "@iris.csv", "--neighbors", "")]
    [InlineData("--layers is 'linear:3)', whose parentheses do not match.", "train", "@iris.csv", "--layers", "linear:3)")]
    [InlineData("--layers is 'residual(linear:3', whose parentheses do not match.", "train", "@iris.csv", "--layers", "residual(linear:3")]
    [InlineData("--run is empty; name a folder.", "train", "@iris.csv", "--run", "")]
    [InlineData("notes.txt is no folder; name one in which runs are kept.", "train", "@iris.csv", "--run", "@notes.txt")]
    [InlineData("nowhere is no folder; name one in which runs are kept.", "runs", "@nowhere")]
    [InlineData("--model is empty; name a file.", "train", "@iris.csv", "--model", "")]
    [InlineData("--output is empty; name a file.", "predict", "@iris.safetensors", "@iris.csv", "--output", "")]
    [InlineData("does not fit: Max pooling takes rows of shape [channels, height, width], not [4].\n", "train", "@iris.csv", "--layers", "pool:2")]
    [InlineData("A support vector machine takes at most 16384 inputs, and these rows have 17000; take fewer columns", "train", "@wide.csv",
        "--model-kind", "svm", "--quiet")]
    [InlineData("holds '1e308', which is beyond the range of float32, 3.4e38 in size; write the column in a larger unit", "train", "@large.csv")]
    [InlineData("No space left on device", "predict", "@iris.safetensors", "@iris.csv", "--output", "/dev/full")]
    [InlineData("there is no such device", "train", "@iris.csv", "--model", "/dev/none")]
    public void Wrong_input_is_told_in_one_line(string words, params string[] args)
    {
        string[] before = [.. files.Folder.Names];
        string[] real = [.. args.Select(arg => arg.StartsWith('@') ? files.Folder.File(arg[1..]) : arg)];
        // Were the input taken, the model would be in the folder that is looked at.
        if (args[0] == "train" && args.Length > 1 && args[1] != "-" && !args.Contains("--model"))
            real = [.. real[..2], "--model", files.Folder.File("left.safetensors"), .. real[2..]];
        Cli.Result result = Cli.Run(real);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Error.Length - 1, result.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, files.Folder.Names);
    }

    [Fact]
    public void A_training_whose_batch_takes_more_than_any_machine_has_is_refused_before_it_starts()
    {
        // 32 rows of 9,991 results of 1,000,000 values with their gradients: 2.6 TB.
        string layers = "linear:1000000" + string.Concat(Enumerable.Repeat(" tanh", 9_991));
        Cli.Result result = Cli.Run("train", files.Folder.File("iris.csv"), "--layers", layers, "--model", files.Folder.File("left.safetensors"), "--quiet");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Matches("^error: Training takes [0-9]+ MiB for the parameters and 2439208 MiB for a batch of 32 rows, and [0-9]+ MiB are there; "
            + "choose a smaller batch, or fewer or smaller layers.\n$", result.Error);
        Assert.False(File.Exists(files.Folder.File("left.safetensors")));
    }

    /// <summary>A folder of wrong files, and right ones to be used wrongly.</summary>
    public sealed class Files : IDisposable
    {
        public Files()
        {
            File.Copy(Samples.Iris, Folder.File("iris.csv"));
            File.Copy(Samples.Iris, Folder.File("rows.parquet"));
            Directory.CreateDirectory(Folder.File("folder"));
            Folder.Write("notes.txt", "hello");
            Folder.Write("empty.csv", "");
            Folder.Write("ragged.csv", "a,b\n1,2\n3\n");
            Folder.Write("header.csv", "a,b\n");
            Folder.Write("duplicate.csv", "a,a\n1,2\n3,4\n");
            Folder.Write("one-class.csv", "a,b\n1,x\n2,x\n4,x\n");
            Folder.Write("missing.csv", "a,b\n,1\n?,2\nNA,1\n");
            Folder.Write("no-target.csv", "a,b\n1,\n2,?\n4,NA\n");
            Folder.Write("three.csv", "a,b,c\n1,2,x\n2,3,y\n3,1,x\n4,4,y\n5,5,x\n6,6,y\n");
            Folder.Write("numbers.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{i}.25\n")));
            Folder.Write("large.csv", "a,b\n1e308,1\n2,2\n3,4\n");
            Folder.Write("wide.csv",
                string.Join(',', Enumerable.Range(0, 17_000).Select(i => $"c{i}")) + ",y\n"
                + string.Concat(Enumerable.Range(0, 6)
                .Select(row => string.Join(',', Enumerable.Range(0, 17_000).Select(i => i % 5 + (row * row % 7))) + (row % 2 == 0 ? ",a\n" : ",b\n"))));
            Folder.Write("one-row.csv", "sepal_length,sepal_width,petal_length,petal_width,species\n5.1,3.5,1.4,0.2,Iris-setosa\n");
            Folder.Write("new-class.csv", "a,b,c\n1,2,x\n2,3,z\n");
            Folder.Write("lacks.csv", "sepal_length,sepal_width,petal_length\n1,2,3\n");
            File.WriteAllBytes(Folder.File("binary.csv"), [.. Enumerable.Range(1, 2000).Select(i => (byte)(i * 37 % 255 + 1))]);
            File.WriteAllBytes(Folder.File("cut.csv.gz"), Compressed(File.ReadAllBytes(Samples.Iris))[..300]);
            File.WriteAllBytes(Folder.File("lie-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 3, 232, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[2352]]);
            File.WriteAllBytes(Folder.File("huge-images-idx3-ubyte"), [0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255]);
            File.WriteAllBytes(Folder.File("square-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);
            Samples.WriteImages(Folder, "two", 20, 2);
            Samples.WriteImages(Folder, "more", 20, 3);
            Cli.Good("train", Samples.Iris, "--model", Folder.File("iris.safetensors"), "--epochs", "1", "--quiet");
            Cli.Good("train", Samples.Iris, "--model", Folder.File("encoder.safetensors"), "--loss", "triplet", "--epochs", "1", "--quiet");
            byte[] model = File.ReadAllBytes(Folder.File("iris.safetensors"));
            File.WriteAllBytes(Folder.File("torn.safetensors"), model[..(model.Length / 2)]);
            Cli.Good("train", Folder.File("three.csv"), "--model", Folder.File("hinge.safetensors"), "--loss", "squared-hinge", "--epochs", "1", "--quiet");
            Folder.Write("many.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 97}.5,{(i % 2 == 0 ? "a" : "b")}\n")));
            WriteChanged("newer.safetensors", "iris.safetensors", "\"format_version\":1", "\"format_version\":2");
            WriteChanged("no-features.safetensors", "iris.safetensors", "\"features\":", "\"futures\":");
            WriteChanged("future-data.safetensors", "iris.safetensors", "\"kind\":\"table", "\"kind\":\"sound");
            WriteChanged("other-classes.safetensors", "iris.safetensors", "\"Iris-setosa\",", "");
            Cli.Good("train", Folder.File("two-images-idx3-ubyte"), "--model", Folder.File("images.safetensors"), "--epochs", "1", "--quiet");
            Cli.Good("train", Samples.Iris, "--model", Folder.File("plain.safetensors"), "--hidden", "none", "--epochs", "1", "--quiet");
            Cli.Good("cluster", Samples.Iris, "--model", Folder.File("clusters.safetensors"), "--quiet");
            Cli.Good("project", Samples.Iris, "--model", Folder.File("projection.safetensors"), "--quiet");
            WriteChanged("many-clusters.safetensors", "clusters.safetensors", "\"count\":3", "\"count\":1e30");
            WriteChanged("no-scale.safetensors", "images.safetensors", "\"scale\":[", "\"scale\":[0,");
            WriteChanged("no-mean.safetensors", "images.safetensors", "\"mean\":[", "\"mean\":[null,");
        }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();

        private void WriteChanged(string name, string from, string text, string replacement) =>
            ModelText.Change(Folder.File(from), Folder.File(name), description =>
        {
            Assert.Contains(text, description, StringComparison.Ordinal);
            return description.Replace(text, replacement, StringComparison.Ordinal);
        });

        private static byte[] Compressed(byte[] bytes)
        {
            var memory = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Fastest)) gzip.Write(bytes);
            return memory.ToArray();
        }
    }
}
