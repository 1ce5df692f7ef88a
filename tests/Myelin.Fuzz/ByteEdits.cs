namespace Myelin.Fuzz;

/// <summary>Changes that know nothing of what the bytes mean.</summary>
internal static class ByteEdits
{
    private static readonly byte[] Odd = [0, 1, 0x0a, 0x0d, 0x1b, (byte)'"', (byte)',', (byte)'\\', (byte)'{', (byte)']', 0x7f, 0x80, 0xc0, 0xed, 0xff];

    /// <summary>Makes one to four changes.</summary>
    internal static byte[] Apply(byte[] input, System.Random random)
    {
        var bytes = new List<byte>(input);
        for (int edits = 1 + random.Next(4); edits > 0; edits--) Once(bytes, random);
        return [.. bytes];
    }

    private static void Once(List<byte> bytes, System.Random random)
    {
        int at = random.Next(bytes.Count + 1), length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Odd[random.Next(Odd.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5 when at + 4 <= bytes.Count:
                WriteNumber(bytes, at, random);
                break;
            default:
                if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at);
                else bytes.Insert(at, Odd[random.Next(Odd.Length)]);
                break;
        }
    }

    private static void WriteNumber(List<byte> bytes, int at, System.Random random)
    {
        uint[] numbers = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000, 0xffff, (uint)random.Next()];
        byte[] number = BitConverter.GetBytes(numbers[random.Next(numbers.Length)]);
        if (random.Next(2) == 0) Array.Reverse(number);
        for (int i = 0; i < number.Length; i++) bytes[at + i] = number[i];
    }
}
